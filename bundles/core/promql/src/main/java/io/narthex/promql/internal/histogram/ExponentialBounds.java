// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

/**
 * The bounds of exponential buckets. Bucket {@code i} of schema {@code s} ends, inclusively, at
 * {@code 2^(i * 2^-s)}.
 */
public final class ExponentialBounds {

  /** The coarsest schema. */
  public static final int MIN_SCHEMA = -4;

  /** The finest schema. */
  public static final int MAX_SCHEMA = 8;

  /** For each schema from 0: the bounds between 0.5 (inclusive) and 1. */
  private static final double[][] FRACTIONS = fractions();

  private ExponentialBounds() {}

  /**
   * Returns the upper bound of a bucket.
   *
   * @param index the bucket's index
   * @param schema from {@link #MIN_SCHEMA} to {@link #MAX_SCHEMA}
   */
  public static double upper(int index, int schema) {
    if (schema < 0) {
      long exponent = (long) index << -schema;
      // The last bucket of regular numbers would end at 2^1024, which is no double; +Inf belongs to
      // the bucket after it.
      return exponent == 1024 ? Double.MAX_VALUE : power(1, exponent);
    }
    double fraction = FRACTIONS[schema][index & ((1 << schema) - 1)];
    int exponent = (index >> schema) + 1;
    return fraction == 0.5 && exponent == 1025 ? Double.MAX_VALUE : power(fraction, exponent);
  }

  /** Returns the index in a coarser schema of the bucket that holds this one. */
  public static int coarser(int index, int schema, int targetSchema) {
    return ((index - 1) >> (schema - targetSchema)) + 1;
  }

  private static double power(double fraction, long exponent) {
    return Math.scalb(fraction, (int) Math.clamp(exponent, -3000L, 3000L));
  }

  /**
   * Builds the table so that it holds, bit for bit, the bounds that Prometheus shows: a schema
   * takes every second bound from the coarser one and gets those between by one multiplication. The
   * square root of two is the neighbour below the nearest double there.
   */
  private static double[][] fractions() {
    double[][] table = new double[MAX_SCHEMA + 1][];
    table[0] = new double[] {0.5};
    for (int schema = 1; schema <= MAX_SCHEMA; schema++) {
      double factor =
          schema == 1 ? Math.nextDown(Math.sqrt(2)) : Math.pow(2, Math.scalb(1.0, -schema));
      double[] row = new double[1 << schema];
      for (int i = 0; i < row.length; i++) {
        row[i] = i % 2 == 0 ? table[schema - 1][i / 2] : row[i - 1] * factor;
      }
      table[schema] = row;
    }
    return table;
  }
}
