// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads floating point numbers from bytes, exactly rounded, with the syntax of Go's ParseFloat
 * before Go 1.13: decimal only, {@code inf}, {@code infinity} and {@code nan} in any case, no
 * underscores.
 *
 * <p>Up to 15 digits with a small exponent are one multiplication or division (both operands are
 * exact, so the result is exactly rounded). Up to 19 digits go through the Eisel-Lemire algorithm
 * (Lemire, "Number parsing at a gigabyte per second", 2021). What is left goes to the JDK.
 */
public final class DoubleParser {

  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** The table of powers reaches from -MAX_POWER to MAX_POWER; metrics rarely leave it. */
  private static final int MAX_POWER = 80;

  private static final long[] POWER_HIGH = new long[2 * MAX_POWER + 1];
  private static final long[] POWER_LOW = new long[2 * MAX_POWER + 1];

  static {
    for (int e = -MAX_POWER; e <= MAX_POWER; e++) {
      BigInteger power = BigInteger.TEN.pow(Math.abs(e));
      BigInteger bits =
          e < 0
              ? BigInteger.ONE.shiftLeft(power.bitLength() + 127).divide(power)
              : power.shiftLeft(128 - power.bitLength());
      POWER_HIGH[e + MAX_POWER] = bits.shiftRight(64).longValue();
      POWER_LOW[e + MAX_POWER] = bits.longValue();
    }
  }

  private DoubleParser() {}

  /**
   * Reads the number that fills a range of bytes.
   *
   * @throws NumberFormatException worded as Prometheus words it
   */
  public static double parse(byte[] b, int from, int to) {
    int i = from;
    boolean negative = false;
    if (i < to && (b[i] == '+' || b[i] == '-')) {
      negative = b[i] == '-';
      i++;
    }
    long mantissa = 0;
    int digits = 0;
    int scale = 0;
    boolean anyDigit = false;
    boolean truncated = false;
    boolean point = false;
    for (; i < to; i++) {
      int d = b[i] - '0';
      if (d >= 0 && d <= 9) {
        anyDigit = true;
        if (digits < 19) {
          mantissa = mantissa * 10 + d;
          if (mantissa != 0) {
            digits++;
          }
          if (point) {
            scale--;
          }
        } else {
          truncated |= d != 0;
          if (!point) {
            scale++;
          }
        }
      } else if (b[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (!anyDigit) {
      return special(b, from, to);
    }
    if (i < to && (b[i] == 'e' || b[i] == 'E')) {
      i++;
      boolean negativeExponent = false;
      if (i < to && (b[i] == '+' || b[i] == '-')) {
        negativeExponent = b[i] == '-';
        i++;
      }
      int first = i;
      int exponent = 0;
      for (; i < to && b[i] >= '0' && b[i] <= '9'; i++) {
        if (exponent < 100_000) {
          exponent = exponent * 10 + (b[i] - '0');
        }
      }
      if (i == first) {
        throw syntax(b, from, to);
      }
      scale += negativeExponent ? -exponent : exponent;
    }
    if (i != to) {
      throw syntax(b, from, to);
    }
    if (mantissa == 0) {
      return negative ? -0.0 : 0.0;
    }
    if (!truncated) {
      double exact = fromDecimal(mantissa, scale);
      if (!Double.isNaN(exact)) {
        return negative ? -exact : exact;
      }
    }
    double slow = Double.parseDouble(text(b, from, to));
    if (Double.isInfinite(slow)) {
      throw new NumberFormatException(
          "strconv.ParseFloat: parsing " + GoQuote.quote(b, from, to) + ": value out of range");
    }
    return slow;
  }

  /** Returns mantissa times ten to the scale, or NaN when the quick ways cannot tell. */
  static double fromDecimal(long mantissa, int scale) {
    if (mantissa >= 0 && mantissa < (1L << 53) && scale >= -22 && scale <= 22) {
      return scale < 0 ? mantissa / EXACT_POWERS[-scale] : mantissa * EXACT_POWERS[scale];
    }
    if (scale < -MAX_POWER || scale > MAX_POWER) {
      return Double.NaN;
    }
    return eiselLemire(mantissa, scale);
  }

  private static double eiselLemire(long mantissa, int scale) {
    int zeros = Long.numberOfLeadingZeros(mantissa);
    long m = mantissa << zeros;
    // 217706 / 65536 is log2(10), close enough over the table's range.
    long exponent = ((217706L * scale) >> 16) + 64 + 1023 - zeros;
    long high = Math.unsignedMultiplyHigh(m, POWER_HIGH[scale + MAX_POWER]);
    long low = m * POWER_HIGH[scale + MAX_POWER];
    if ((high & 0x1ff) == 0x1ff && Long.compareUnsigned(low + m, m) < 0) {
      // The bits that decide the rounding could still change: take the power's lower half too.
      long lowHigh = Math.unsignedMultiplyHigh(m, POWER_LOW[scale + MAX_POWER]);
      long lowLow = m * POWER_LOW[scale + MAX_POWER];
      long sum = low + lowHigh;
      if (Long.compareUnsigned(sum, low) < 0) {
        high++;
      }
      if ((high & 0x1ff) == 0x1ff && sum == -1L && Long.compareUnsigned(lowLow + m, m) < 0) {
        return Double.NaN;
      }
      low = sum;
    }
    int top = (int) (high >>> 63);
    long result = high >>> (top + 9);
    exponent -= 1 ^ top;
    if (low == 0 && (high & 0x1ff) == 0 && (result & 3) == 1) {
      return Double.NaN; // Possibly half way between two doubles.
    }
    result += result & 1;
    result >>>= 1;
    if (result >>> 53 != 0) {
      result >>>= 1;
      exponent++;
    }
    if (exponent < 1 || exponent > 0x7fe) {
      return Double.NaN;
    }
    return Double.longBitsToDouble((exponent << 52) | (result & ((1L << 52) - 1)));
  }

  private static double special(byte[] b, int from, int to) {
    int i = from;
    boolean signed = i < to && (b[i] == '+' || b[i] == '-');
    boolean negative = signed && b[i] == '-';
    if (signed) {
      i++;
    }
    if (is(b, i, to, "inf") || is(b, i, to, "infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!signed && is(b, i, to, "nan")) {
      return Double.NaN;
    }
    throw syntax(b, from, to);
  }

  private static boolean is(byte[] b, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int k = 0; k < lowerCase.length(); k++) {
      if ((b[from + k] | 0x20) != lowerCase.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  private static NumberFormatException syntax(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == 'p' || b[i] == 'P' || b[i] == '_') {
        return new NumberFormatException("unsupported character in float");
      }
    }
    return new NumberFormatException(
        "strconv.ParseFloat: parsing " + GoQuote.quote(b, from, to) + ": invalid syntax");
  }

  private static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
