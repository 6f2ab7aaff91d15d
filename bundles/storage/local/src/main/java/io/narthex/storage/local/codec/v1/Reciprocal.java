// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Divides whole numbers by 10^e by two multiplications, which takes less time than a division and
 * gives the same doubles bit by bit, as long as the numbers are small.
 *
 * <p>10^-e is the sum of two doubles: {@code high} has its first h bits, {@code low} the others,
 * rounded. A number x of at most 53-h bits times {@code high} is exact. Times {@code low}, which is
 * less than 2^(1-h) of 10^-e, it is off by two roundings, or 2^-(h+51) of the quotient. So the sum
 * is rounded to the same double as the quotient, unless a middle between two doubles is as near to
 * the quotient as that.
 *
 * <p>None is: a middle is M * 2^j, M odd and of 54 bits. It is |x * 2^k - M * 5^e| * 2^j / 5^e from
 * the quotient, with k = -(j + e). Near the quotient k is positive, since x has fewer bits than M;
 * so what stands before 2^j is odd, and the distance at least 2^j / 5^e, which is more than 2^-54 /
 * 5^e of the middle. With four bits more in h than in 5^e the sum is off by half of that at most.
 */
final class Reciprocal {

  private static final int SPARE_BITS = 4;

  private final double high;
  private final double low;
  private final long limit;

  /** Makes one that divides by 10^exponent, 0 to {@link Scale#MAX_EXPONENT}. */
  Reciprocal(int exponent) {
    int h = BigInteger.valueOf(5).pow(exponent).bitLength() + SPARE_BITS;
    BigDecimal exact = BigDecimal.ONE.movePointLeft(exponent);
    long bits = Double.doubleToRawLongBits(exact.doubleValue());
    high = Double.longBitsToDouble(bits & -1L << (Double.PRECISION - h));
    low = exact.subtract(new BigDecimal(high)).doubleValue();
    limit = 1L << (Double.PRECISION - h);
  }

  /** Returns whether the numbers from one to another are small enough. */
  boolean suits(long[] numbers, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits |= numbers[i] ^ (numbers[i] >> 63);
    }
    return bits < limit;
  }

  /** Divides the numbers from one to another; the first quotient goes to an offset. */
  void divide(long[] numbers, int from, int to, double[] into, int offset) {
    double most = high;
    double rest = low;
    int at = offset - from;
    for (int i = from; i < to; i++) {
      double number = numbers[i];
      into[at + i] = number * most + number * rest;
    }
  }
}
