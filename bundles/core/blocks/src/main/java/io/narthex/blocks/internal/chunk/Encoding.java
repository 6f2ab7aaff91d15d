// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import org.jspecify.annotations.Nullable;

/** How a chunk is encoded, with the number that stands before its data. */
public enum Encoding {
  XOR(1),
  HISTOGRAM(2),
  FLOAT_HISTOGRAM(3),
  XOR2(4),
  HISTOGRAM_START(5),
  FLOAT_HISTOGRAM_START(6);

  private final int number;

  Encoding(int number) {
    this.number = number;
  }

  /** Returns the number in files. */
  public int number() {
    return number;
  }

  /** Returns the encoding of a number, or null. */
  public static @Nullable Encoding of(int number) {
    for (Encoding encoding : values()) {
      if (encoding.number == number) {
        return encoding;
      }
    }
    return null;
  }
}
