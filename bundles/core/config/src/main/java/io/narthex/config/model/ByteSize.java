// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

  /** Returns the size with all units that it takes, largest first, as upstream does: 1MiB512KiB. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(bytes < 0 ? "-" : "");
    long rest = Math.abs(bytes);
    for (int power = UNITS.length() - 1; power > 0; power--) {
      long count = rest >> 10 * power;
      if (count > 0) {
        out.append(count).append(UNITS.charAt(power)).append("iB");
        rest -= count << 10 * power;
      }
    }
    return rest > 0 || out.isEmpty() ? out.append(rest).append('B').toString() : out.toString();
  }
}
