// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

/** Functions whose edge cases in PromQL are not those of {@link Math}. */
public final class GoMath {

  private static final double LN2 = Math.log(2);

  private GoMath() {}

  /** Power; 1 to any power, and -1 to an infinite one, is 1. */
  public static double pow(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    return Math.pow(x, y);
  }

  /** Logarithm to base 2, exact for powers of 2. */
  public static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x) || x < Double.MIN_NORMAL) {
      return Math.log(x) / LN2;
    }
    int exponent = Math.getExponent(x);
    double mantissa = x / Math.scalb(1.0, exponent);
    return mantissa == 1 ? exponent : exponent + Math.log(mantissa) / LN2;
  }

  /** Inverse hyperbolic sine. */
  public static double asinh(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x) || x == 0) {
      return x;
    }
    double a = Math.abs(x);
    double r;
    if (a > 0x1p28) {
      r = Math.log(a) + LN2;
    } else if (a > 2) {
      r = Math.log(2 * a + 1 / (Math.sqrt(a * a + 1) + a));
    } else if (a < 0x1p-28) {
      r = a;
    } else {
      r = Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a)));
    }
    return Math.copySign(r, x);
  }

  /** Inverse hyperbolic cosine. */
  public static double acosh(double x) {
    if (x < 1 || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (x >= 0x1p28) {
      return Math.log(x) + LN2;
    }
    if (x > 2) {
      return Math.log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  /** Inverse hyperbolic tangent. */
  public static double atanh(double x) {
    if (x < -1 || x > 1 || Double.isNaN(x)) {
      return Double.NaN;
    }
    double a = Math.abs(x);
    double r;
    if (a == 1) {
      r = Double.POSITIVE_INFINITY;
    } else if (a < 0x1p-28) {
      r = a;
    } else if (a < 0.5) {
      double t = a + a;
      r = 0.5 * Math.log1p(t + t * a / (1 - a));
    } else {
      r = 0.5 * Math.log1p((a + a) / (1 - a));
    }
    return Math.copySign(r, x);
  }

  /** Sign: -1, 0, 1, or NaN. */
  public static double sign(double x) {
    if (x < 0) {
      return -1;
    }
    return x > 0 ? 1 : x;
  }

  /** Returns the greater; positive infinity is greater than even what is no number. */
  public static double max(double a, double b) {
    return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : Math.max(a, b);
  }

  /** Returns the lesser; negative infinity is less than even what is no number. */
  public static double min(double a, double b) {
    return a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY
        ? Double.NEGATIVE_INFINITY
        : Math.min(a, b);
  }
}
