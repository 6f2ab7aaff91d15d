// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.Comparator;

/** The order of texts by code point, which is that of their UTF-8 bytes. */
public final class TextOrder {

  /** Compares by code point. */
  public static final Comparator<String> BY_CODE_POINT = TextOrder::compare;

  private TextOrder() {}

  private static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all other characters.
        boolean xs = Character.isSurrogate(x);
        boolean ys = Character.isSurrogate(y);
        return xs == ys ? Character.compare(x, y) : (xs ? 1 : -1);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
