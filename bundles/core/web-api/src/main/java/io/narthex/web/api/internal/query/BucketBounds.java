// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The upper bounds of exponential buckets: bucket i of schema s ends at 2 to the power of i /
 * 2<sup>s</sup>. The fractional powers are computed with 40 digits and then rounded, so that they
 * are the nearest doubles.
 */
final class BucketBounds {

  private static final int FINEST_SCHEMA = 8;
  private static final int STEPS = 1 << FINEST_SCHEMA;

  /** Entry i is 2 to the power of i/256, from 1 to just below 2. */
  private static final double[] POWERS = new double[STEPS];

  static {
    MathContext digits = new MathContext(40);
    BigDecimal ratio = BigDecimal.TWO;
    for (int i = 0; i < FINEST_SCHEMA; i++) {
      ratio = ratio.sqrt(digits);
    }
    BigDecimal power = BigDecimal.ONE;
    for (int i = 0; i < STEPS; i++) {
      POWERS[i] = power.doubleValue();
      power = power.multiply(ratio, digits);
    }
  }

  private BucketBounds() {}

  /** Returns the upper bound of a bucket of a schema from -4 to 8. */
  static double upper(int schema, int index) {
    if (schema <= 0) {
      long exponent = (long) index << -schema;
      // The bucket that ends at 2^1024 ends at the largest double instead.
      return exponent == Double.MAX_EXPONENT + 1
          ? Double.MAX_VALUE
          : Math.scalb(1.0, (int) Math.clamp(exponent, -5000, 5000));
    }
    int exponent = index >> schema;
    if (exponent == Double.MAX_EXPONENT + 1 && index == exponent << schema) {
      return Double.MAX_VALUE;
    }
    int step = index - (exponent << schema);
    return Math.scalb(POWERS[step << (FINEST_SCHEMA - schema)], exponent);
  }
}
