// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import org.jspecify.annotations.Nullable;

/** The check of a setting that can be given inline or by file. */
final class OneOf {

  private OneOf() {}

  static void check(
      String inlineKey, @Nullable Object inline, String fileKey, @Nullable Object file) {
    if (inline != null && file != null) {
      throw new IllegalArgumentException(
          "at most one of " + inlineKey + " & " + fileKey + " must be configured; keep one");
    }
  }
}
