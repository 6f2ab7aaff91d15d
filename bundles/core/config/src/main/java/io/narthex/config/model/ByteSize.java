// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a unit: {@code 512KB}, {@code 1.5GiB}; all units are powers of
 * 1,024.
 *
 * @param bytes the number
 */
public record ByteSize(long bytes) {

  /** No bytes, which stands for "no limit". */
  public static final ByteSize NONE = new ByteSize(0);

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)([KMGTPE]?i?B)");
  private static final String UNITS = "BKMGTPE";

  /**
   * Reads a size; several parts add up, as in {@code 1GB512MB}.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static ByteSize parse(String text) {
    String rest = text.strip();
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return NONE;
    }
    Matcher part = PART.matcher(rest);
    BigDecimal total = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      int power = UNITS.indexOf(part.group(2).charAt(0));
      total =
          total.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(1L << 10 * power)));
      end = part.end();
    }
    if (end == 0 || end < rest.length()) {
      throw new IllegalArgumentException(
          "units: unknown unit in " + text + "; write a size like 512KB, 10MB or 1.5GB");
    }
    if (total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("the size " + text + " is out of range");
    }
    long bytes = total.setScale(0, RoundingMode.DOWN).longValue();
    return new ByteSize(negative ? -bytes : bytes);
  }

  /** Returns the size in the largest unit that divides it. */
  @Override
  public String toString() {
    long value = bytes;
    int power = 0;
    while (value != 0 && value % 1024 == 0 && power < UNITS.length() - 1) {
      value /= 1024;
      power++;
    }
    return power == 0
        ? value + "B"
        : String.format(Locale.ROOT, "%d%sB", value, UNITS.charAt(power));
  }
}
