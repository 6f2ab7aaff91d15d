// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import org.jspecify.annotations.Nullable;

/** The check of a secret that can be given inline, by file or by reference. */
final class OneOf {

  private OneOf() {}

  /** Refuses more than one of three ways; the keys and values come in turn. */
  static void check(
      String what,
      String inlineKey,
      @Nullable Object inline,
      String fileKey,
      @Nullable Object file,
      String refKey,
      @Nullable Object ref) {
    int given = (inline == null ? 0 : 1) + (file == null ? 0 : 1) + (ref == null ? 0 : 1);
    if (given > 1) {
      throw new InvalidKeyException(
          inline != null ? inlineKey : fileKey,
          "at most one of "
              + what
              + ": "
              + String.join(", ", inlineKey, fileKey, refKey)
              + " must be configured");
    }
  }
}
