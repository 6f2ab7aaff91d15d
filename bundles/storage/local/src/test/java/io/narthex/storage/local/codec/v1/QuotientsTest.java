// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotientsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void any_part_is_added_to_its_numbers(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      String what = "seed " + seed + " round " + round;
      int n = 1 + random.nextInt(300);
      int most = random.nextInt(Quotients.MAX + 1);
      int[] quotients = new int[n];
      BitSet ones = new BitSet();
      int bits = 0;
      for (int i = 0; i < n; i++) {
        quotients[i] = random.nextInt(3) == 0 ? most : random.nextInt(most + 1);
        bits += quotients[i];
        ones.set(bits++);
      }
      byte[] bytes = Arrays.copyOf(ones.toByteArray(), (bits + 7) / 8 + 1 + IntSequence.SLACK);
      System.arraycopy(bytes, 0, bytes, 1, bytes.length - 1);
      Arrays.fill(bytes, (bits + 7) / 8 + 1, bytes.length, (byte) 0xff);
      int from = random.nextInt(n);
      int to = from + 1 + random.nextInt(n - from);
      int shift = random.nextInt(50);
      long[] numbers = new long[n + 2];
      Arrays.setAll(numbers, i -> i);
      ByteSource in = new ByteSource(bytes, 1);

      Quotients.add(in, shift, numbers, 2, n, from, to);

      assertThat(in.position()).as(what).isEqualTo(1 + (bits + 7) / 8);
      for (int i = from; i < to; i++) {
        assertThat(numbers[2 + i])
            .as("%s: %d", what, i)
            .isEqualTo(i + 2 + ((long) quotients[i] << shift));
      }
    }
  }
}
