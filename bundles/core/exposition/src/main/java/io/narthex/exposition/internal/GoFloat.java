// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

/** Writes floats as Go and OpenMetrics do, for the {@code le} and {@code quantile} labels. */
public final class GoFloat {

  /** Go's shortest %g turns to the exponential form from 1e+06 on. */
  private static final int MAX_PLAIN_EXPONENT = 6;

  private GoFloat() {}

  /** Writes the shortest form that reads back, with {@code .0} behind whole numbers. */
  public static String openMetrics(double value) {
    String text = shortest(value);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'N' || c == 'I') {
        return text;
      }
    }
    return text + ".0";
  }

  /** Writes the form of Go's {@code FormatFloat(value, 'g', -1, 64)}. */
  static String shortest(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    // Java's text has the same digits; only the layout differs.
    String java = Double.toString(Math.abs(value));
    int e = java.indexOf('E');
    int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
    String mantissa = e < 0 ? java : java.substring(0, e);
    int point = mantissa.indexOf('.');
    String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int pointAt = point + exponent;
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    int last = digits.length();
    while (last > first + 1 && digits.charAt(last - 1) == '0') {
      last--;
    }
    digits = digits.substring(first, last);
    pointAt -= first;
    return (value < 0 ? "-" : "") + layOut(digits, pointAt);
  }

  private static String layOut(String digits, int pointAt) {
    int exponent = pointAt - 1;
    StringBuilder out = new StringBuilder(24);
    if (exponent < -4 || exponent >= MAX_PLAIN_EXPONENT) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      out.append('e').append(exponent < 0 ? '-' : '+');
      int absolute = Math.abs(exponent);
      if (absolute < 10) {
        out.append('0');
      }
      return out.append(absolute).toString();
    }
    if (pointAt <= 0) {
      return out.append("0.").append("0".repeat(-pointAt)).append(digits).toString();
    }
    if (pointAt >= digits.length()) {
      return out.append(digits).append("0".repeat(pointAt - digits.length())).toString();
    }
    return out.append(digits, 0, pointAt)
        .append('.')
        .append(digits, pointAt, digits.length())
        .toString();
  }
}
