// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScaleTest {

  private static final int COUNT = 200;
  private static final int OFFSET = 3;

  static IntStream scales() {
    return IntStream.rangeClosed(0, Scale.PRODUCT | Scale.MAX_EXPONENT);
  }

  @ParameterizedTest
  @MethodSource("scales")
  void many_numbers_get_the_values_that_each_has_alone(int scale) {
    Random random = new Random(scale);
    long[] numbers = new long[COUNT];
    for (int bits = 1; bits < Long.SIZE; bits++) {
      for (int i = 0; i < COUNT; i++) {
        numbers[i] = random.nextLong() >> (Long.SIZE - 1 - random.nextInt(bits + 1));
      }
      assertValues(numbers, scale);
    }
  }

  @ParameterizedTest
  @MethodSource("scales")
  void quotients_next_to_the_middle_of_two_doubles_are_rounded_as_by_division(int scale) {
    BigInteger five = BigInteger.valueOf(5).pow(scale & 15);
    Random random = new Random(scale);
    long[] numbers = new long[COUNT];
    for (int k = 1; k < 100; k++) {
      // number * 2^k is one more or one less than a multiple of 5^e, an odd one of 54 bits.
      BigInteger more = BigInteger.TWO.modPow(BigInteger.valueOf(-k), five);
      BigInteger smallest = five.shiftLeft(Double.PRECISION).shiftRight(k);
      for (int i = 0; i < COUNT; i++) {
        BigInteger some = smallest.add(new BigInteger(smallest.bitLength(), random));
        BigInteger next = random.nextBoolean() ? more : five.subtract(more);
        BigInteger number = some.subtract(some.mod(five)).add(next);
        numbers[i] = number.bitLength() < Long.SIZE ? number.longValue() : 0;
      }
      assertValues(numbers, scale);
    }
  }

  private static void assertValues(long[] numbers, int scale) {
    double[] values = new double[OFFSET + COUNT];
    // Part by part, so that there are small numbers by themselves.
    for (int from = 0; from < COUNT; from += 1 + from / 4) {
      int to = Math.min(COUNT, from + 1 + from / 4);
      Scale.values(numbers, from, to, scale, values, OFFSET + from);
    }
    for (int i = 0; i < COUNT; i++) {
      assertThat(Double.doubleToRawLongBits(values[OFFSET + i]))
          .as("%d with scale %d", numbers[i], scale)
          .isEqualTo(Double.doubleToRawLongBits(Scale.value(numbers[i], scale)));
    }
  }

  @Test
  void usual_numbers_need_no_division() {
    long[] numbers = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 40};
    assertThat(new Reciprocal(2).suits(numbers, 0, 6)).isTrue();
    assertThat(new Reciprocal(6).suits(numbers, 0, 5)).isTrue();
    assertThat(new Reciprocal(6).suits(numbers, 0, 6)).isFalse();
    assertThat(new Reciprocal(9).suits(numbers, 0, 3)).isTrue();
  }
}
