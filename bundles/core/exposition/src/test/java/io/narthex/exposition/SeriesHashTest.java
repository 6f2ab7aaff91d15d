// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesHashTest {

  private final SeriesHash hash = new SeriesHash();

  private String of(byte[] bytes, int from, int to) {
    hash.of(bytes, from, to);
    return hash.first() + " " + hash.second();
  }

  @Test
  void depends_on_the_bytes_and_not_on_where_they_lie() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] bytes = new byte[400];
    for (int length = 0; length <= 150; length++) {
      random.nextBytes(bytes);
      byte[] elsewhere = new byte[400];
      random.nextBytes(elsewhere);
      int to = random.nextInt(200);
      System.arraycopy(bytes, 100, elsewhere, to, length);
      assertThat(of(elsewhere, to, to + length))
          .as("seed %s, %s bytes", seed, length)
          .isEqualTo(of(bytes, 100, 100 + length));
    }
  }

  @Test
  void each_bit_and_the_length_change_both_halves() {
    byte[] bytes = new byte[128];
    for (int length = 0; length <= 100; length++) {
      Set<Long> halves = new HashSet<>();
      hash.of(bytes, 8, 8 + length + 1);
      halves.add(hash.first());
      halves.add(hash.second());
      hash.of(bytes, 8, 8 + length);
      halves.add(hash.first());
      halves.add(hash.second());
      for (int bit = 0; bit < 8 * length; bit++) {
        bytes[8 + bit / 8] ^= (byte) (1 << bit % 8);
        hash.of(bytes, 8, 8 + length);
        bytes[8 + bit / 8] ^= (byte) (1 << bit % 8);
        halves.add(hash.first());
        halves.add(hash.second());
      }
      assertThat(halves).as("%s bytes", length).hasSize(4 + 16 * length);
    }
  }
}
