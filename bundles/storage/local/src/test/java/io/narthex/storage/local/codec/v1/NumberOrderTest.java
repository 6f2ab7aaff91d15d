// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberOrderTest {

  private final NumberOrder order = new NumberOrder();

  @Test
  void numbers_of_every_width_are_put_in_order() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      int n = 1 + random.nextInt(round % 10 == 0 ? 2_000 : 200);
      int width = 1 + random.nextInt(60);
      long[] numbers = random.longs(n + 3).map(number -> number >>> (64 - width)).toArray();
      long[] before = numbers.clone();
      long range = Arrays.stream(numbers, 0, n).max().getAsLong();

      long[] sorted = order.sorted(numbers, n, range);

      assertThat(Arrays.copyOf(sorted, n))
          .as("%d numbers of %d bits, seed %d", n, width, seed)
          .isEqualTo(Arrays.stream(before, 0, n).sorted().toArray());
      assertThat(numbers).isEqualTo(before);
    }
  }

  @Test
  void the_median_is_that_of_values_that_lie_evenly_among_all() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      int n = 1 + random.nextInt(200);
      int kinds = 1 + random.nextInt(round % 3 == 0 ? 3 : 1_000);
      long[] values = random.longs(n, -kinds, kinds).toArray();
      int step = Math.max(1, n / 31);
      long[] some =
          IntStream.iterate(0, i -> i < n, i -> i + step)
              .mapToLong(i -> values[i])
              .sorted()
              .toArray();

      assertThat(order.sampledMedian(values, n))
          .as("of %d, seed %d", n, seed)
          .isEqualTo(some[some.length / 2]);
    }
  }
}
