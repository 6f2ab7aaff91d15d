// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/** Reads the values of literals. */
final class Literals {

  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] UNIT_MS = {
    31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
  };

  /** The longest time that fits 64 bits of nanoseconds. */
  private static final long MAX_MS = Long.MAX_VALUE / 1_000_000;

  private Literals() {}

  /**
   * Reads a number: decimal, hexadecimal, octal with a leading zero, Inf, NaN.
   *
   * @throws IllegalArgumentException with upstream's reason
   */
  static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (lower.equals("nan")) {
      return Double.NaN;
    }
    try {
      if (!underscoresFit(lower)) {
        throw new NumberFormatException(lower);
      }
      OptionalLong whole = wholeNumber(lower);
      if (whole.isPresent()) {
        return whole.getAsLong();
      }
      if (lower.startsWith("0x")) {
        throw new NumberFormatException(lower);
      }
      double value = Double.parseDouble(lower.replace("_", ""));
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            "error parsing number: strconv.ParseFloat: parsing "
                + GoText.quote(text)
                + ": value out of range");
      }
      return value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "error parsing number: strconv.ParseFloat: parsing "
              + GoText.quote(text)
              + ": invalid syntax",
          e);
    }
  }

  /** Returns whether underscores stand between digits, or behind the prefix, alone. */
  private static boolean underscoresFit(String text) {
    int radix = text.startsWith("0x") ? 16 : 10;
    for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
      boolean after = i > 0 && Character.digit(text.charAt(i - 1), radix) >= 0;
      boolean ahead = i + 1 < text.length() && Character.digit(text.charAt(i + 1), radix) >= 0;
      if (!ahead || !(after || (radix == 16 && i == 2))) {
        return false;
      }
    }
    return true;
  }

  /** Reads a number without point and exponent that fits 64 bits. */
  private static OptionalLong wholeNumber(String text) {
    int radix = text.startsWith("0x") ? 16 : text.startsWith("0") ? 8 : 10;
    try {
      return OptionalLong.of(
          Long.parseLong(text.substring(radix == 16 ? 2 : 0).replace("_", ""), radix));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Reads a duration into seconds.
   *
   * @throws IllegalArgumentException with upstream's reason
   */
  static double durationSeconds(String text) {
    long ms = durationMs(text);
    return ms / 1000 + ms % 1000 * 1_000_000 / 1e9;
  }

  private static long durationMs(String text) {
    long total = 0;
    int lastUnit = -1;
    int i = 0;
    while (i < text.length()) {
      int from = i;
      while (i < text.length() && Lexer.isDigit(text.charAt(i))) {
        i++;
      }
      final String count = text.substring(from, i);
      from = i;
      while (i < text.length() && !Lexer.isDigit(text.charAt(i))) {
        i++;
      }
      String unit = text.substring(from, i);
      if (count.isEmpty() || unit.isEmpty()) {
        throw new IllegalArgumentException("not a valid duration string: " + GoText.quote(text));
      }
      int index = java.util.Arrays.asList(UNITS).indexOf(unit);
      if (index < 0) {
        throw new IllegalArgumentException(
            "unknown unit " + GoText.quote(unit) + " in duration " + GoText.quote(text));
      }
      if (index <= lastUnit) {
        throw new IllegalArgumentException("not a valid duration string: " + GoText.quote(text));
      }
      lastUnit = index;
      long n;
      try {
        n = Long.parseUnsignedLong(count);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a valid duration string: " + GoText.quote(text), e);
      }
      if (n < 0 || n > MAX_MS / UNIT_MS[index] || total + n * UNIT_MS[index] > MAX_MS) {
        throw new IllegalArgumentException("duration out of range");
      }
      total += n * UNIT_MS[index];
    }
    return total;
  }

  /** Reads a quoted text that the lexer has accepted, escapes and all. */
  static String unquote(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    if (quoted.charAt(0) == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    // By bytes, since an escape may stand for one byte of a character.
    ByteArrayOutputStream out = new ByteArrayOutputStream(inner.length());
    int i = 0;
    while (i < inner.length()) {
      char c = inner.charAt(i);
      if (c != '\\') {
        int codePoint = inner.codePointAt(i);
        out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
        continue;
      }
      char kind = inner.charAt(i + 1);
      i += 2;
      switch (kind) {
        case 'a' -> out.write(7);
        case 'b' -> out.write('\b');
        case 'f' -> out.write('\f');
        case 'n' -> out.write('\n');
        case 'r' -> out.write('\r');
        case 't' -> out.write('\t');
        case 'v' -> out.write(11);
        case 'x' -> {
          out.write(Integer.parseInt(inner.substring(i, i + 2), 16));
          i += 2;
        }
        case 'u', 'U' -> {
          int n = kind == 'u' ? 4 : 8;
          int codePoint = Integer.parseInt(inner.substring(i, i + n), 16);
          out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
          i += n;
        }
        default -> {
          if (Lexer.isDigit(kind)) {
            out.write(Integer.parseInt(inner.substring(i - 1, i + 2), 8));
            i += 2;
          } else {
            out.write(kind);
          }
        }
      }
    }
    return Utf8.decode(out.toByteArray());
  }
}
