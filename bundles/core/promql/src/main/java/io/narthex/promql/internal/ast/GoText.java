// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers and texts the way upstream's messages and printer do. */
public final class GoText {

  private static final String HEX = "0123456789abcdef";

  private GoText() {}

  /** Returns a text in double quotes with escapes. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> appendEscaped(out, c, '"'));
    return out.append('"').toString();
  }

  /** Returns a text in double quotes, cut to so many characters before quoting. */
  public static String quote(String text, int limit) {
    int end = text.offsetByCodePoints(0, Math.min(limit, text.codePointCount(0, text.length())));
    return quote(text.substring(0, end));
  }

  /** Returns a character in single quotes with escapes. */
  public static String quoteChar(int codePoint) {
    StringBuilder out = new StringBuilder("'");
    appendEscaped(out, codePoint < 0 ? 0xFFFD : codePoint, '\'');
    return out.append('\'').toString();
  }

  private static void appendEscaped(StringBuilder out, int c, char quote) {
    switch (c) {
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (c < ' ' || c == 0x7f) {
          out.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else if (Utf8.isStrayByte(c)) {
          int b = Utf8.strayByte(c);
          out.append("\\x").append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
        } else if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x10000) {
          out.append(String.format("\\u%04x", c));
        } else {
          out.append(String.format("\\U%08x", c));
        }
      }
    }
  }

  /** Returns whether messages show a character rather than its code. */
  public static boolean isPrintable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Returns a number without exponent, in the fewest digits that read back as it. */
  public static String plain(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return shortest(value).toPlainString();
  }

  /** Returns the decimal of the fewest digits that reads back as a finite number. */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (digits.precision() == 2) {
      // Java gives two digits where one would do, the smallest number for one: 4.9E-324.
      BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
      if (one.doubleValue() == value) {
        return one.stripTrailingZeros();
      }
    }
    return digits;
  }

  /** Returns a number as Go's {@code %g} and {@code %v} do: an exponent below -4 or from 6. */
  public static String general(double value) {
    return general(value, 6);
  }

  /**
   * Returns a number in the fewest digits, with an exponent when it is below -4 or not below a
   * limit.
   */
  public static String general(double value, int exponentLimit) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return plain(value);
    }
    BigDecimal exact = shortest(value);
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < exponentLimit) {
      return exact.toPlainString();
    }
    return scientific(exact, exponent);
  }

  /** Returns a number rounded to so many significant digits, as Go's {@code %.ng}. */
  public static String rounded(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return plain(value);
    }
    BigDecimal r =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    int exponent = r.precision() - r.scale() - 1;
    return exponent >= -4 && exponent < digits ? r.toPlainString() : scientific(r, exponent);
  }

  private static String scientific(BigDecimal value, int exponent) {
    String digits = value.unscaledValue().abs().toString();
    StringBuilder out = new StringBuilder();
    if (value.signum() < 0) {
      out.append('-');
    }
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int e = Math.abs(exponent);
    if (e < 10) {
      out.append('0');
    }
    return out.append(e).toString();
  }
}
