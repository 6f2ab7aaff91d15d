// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Reads and quotes as Go's standard library does, so that error texts are those of upstream. */
public final class GoNumbers {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private GoNumbers() {}

  /**
   * Reads a whole number. Numbers beyond 32 bits are cut to the largest: they only serve as limits.
   *
   * @throws IllegalArgumentException in the words of {@code strconv.Atoi}
   */
  public static int atoi(String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "strconv.Atoi: parsing " + quote(text) + ": invalid syntax");
    }
    BigInteger number = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
    if (number.bitLength() > 63) {
      throw new IllegalArgumentException(
          "strconv.Atoi: parsing " + quote(text) + ": value out of range");
    }
    return (int) Math.clamp(number.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Returns whether the text is a decimal number that a double can hold; Java's own parser takes
   * "5d" for a number and makes 1e400 infinite.
   */
  static boolean isFloat(String text) {
    return FLOAT.matcher(text).matches() && Double.isFinite(Double.parseDouble(text));
  }

  /** Returns the text in double quotes, with Go's escapes for what cannot be printed. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                  if (c < 0x20 || c == 0x7F) {
                    out.append(String.format("\\x%02x", c));
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
