// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.SpecialValues;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads numbers as Go does: integers in its four bases first, then floats. */
final class Numbers {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)([eE][+-]?\\d+)?");
  private static final Pattern BASED =
      Pattern.compile("[+-]?0(?:[xX]_?[0-9a-fA-F_]+|[oO]?_?[0-7_]+|[bB]_?[01_]+)");
  private static final Pattern HEX_FLOAT =
      Pattern.compile("[+-]?0[xX]_?[0-9a-fA-F_]*\\.?[0-9a-fA-F_]*[pP][+-]?\\d+");

  private Numbers() {}

  /**
   * Reads a number with or without sign, {@code Inf} and {@code NaN} included.
   *
   * @throws NumberFormatException when it is none
   */
  static double parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    switch (lower) {
      case "nan", "+nan", "-nan" -> {
        return SpecialValues.NAN;
      }
      case "inf", "+inf", "infinity", "+infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf", "-infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      default -> {}
    }
    String plain = text.replace("_", "");
    if (BASED.matcher(text).matches()) {
      return based(plain.toLowerCase(Locale.ROOT));
    }
    if (DECIMAL.matcher(text).matches() || HEX_FLOAT.matcher(text).matches()) {
      return Double.parseDouble(plain);
    }
    throw new NumberFormatException("not a number: \"" + text + '"');
  }

  private static double based(String text) {
    boolean negative = text.startsWith("-");
    String digits = text.startsWith("+") || negative ? text.substring(1) : text;
    long value;
    if (digits.startsWith("0x")) {
      value = Long.parseLong(digits, 2, digits.length(), 16);
    } else if (digits.startsWith("0b")) {
      value = Long.parseLong(digits, 2, digits.length(), 2);
    } else if (digits.startsWith("0o")) {
      value = Long.parseLong(digits, 2, digits.length(), 8);
    } else {
      value = Long.parseLong(digits, 8);
    }
    return negative ? -value : value;
  }
}
