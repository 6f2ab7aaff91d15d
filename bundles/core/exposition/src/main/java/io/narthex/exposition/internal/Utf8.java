// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

/** Checks UTF-8 without decoding it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

  private Utf8() {}

  /** Returns whether a range is UTF-8. */
  public static boolean isValid(byte[] b, int from, int to) {
    int i = from;
    while (i < to) {
      if (b[i] >= 0) {
        i++;
        continue;
      }
      int length = sequenceLength(b, i, to);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Returns the bytes of the character that starts at {@code i}, or 0 when there is none. */
  static int sequenceLength(byte[] b, int i, int to) {
    int c = b[i] & 0xff;
    if (c < 0x80) {
      return 1;
    }
    if (c < 0xc2 || c > 0xf4) {
      return 0;
    }
    int length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (i + length > to) {
      return 0;
    }
    int second = b[i + 1] & 0xff;
    int lowest = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    int highest = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((b[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
