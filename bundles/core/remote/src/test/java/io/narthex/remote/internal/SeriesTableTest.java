// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exposition.SeriesHash;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTableTest {

  private record Entry(int target, int column, int used) {}

  private final SeriesTable table = new SeriesTable();
  private final SeriesHash hash = new SeriesHash();

  private SeriesHash hash(int series) {
    byte[] bytes = ("series-" + series).getBytes(StandardCharsets.UTF_8);
    hash.of(bytes, 0, bytes.length);
    return hash;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void does_what_a_map_does_whatever_order_series_come_in(long seed) {
    Random random = new Random(seed);
    Map<Integer, Entry> model = new HashMap<>();
    int guess = 0;
    for (int round = 0; round < 40; round++) {
      int time = round;
      int first = random.nextInt(20_000);
      boolean inOrder = random.nextBoolean();
      for (int k = 0; k < 5_000; k++) {
        int series = inOrder ? first + k : random.nextInt(25_000);
        Entry known = model.get(series);
        int number = table.find(hash(series), time, guess);
        if (known == null) {
          assertThat(number).isEqualTo(SeriesTable.MISSING);
          Entry entry = new Entry(series % 7 - 1, series, time);
          assertThat(table.add(hash(series), entry.target, entry.column, time)).isTrue();
          assertThat(table.add(hash(series), 3, 4, time)).isFalse();
          model.put(series, entry);
        } else {
          assertThat(table.target(number)).isEqualTo(known.target);
          assertThat(table.column(number)).isEqualTo(known.column);
          model.put(series, new Entry(known.target, known.column, time));
          guess = inOrder ? table.after(number) : random.nextInt(30_000);
        }
      }
      if (random.nextInt(3) == 0) {
        int before = round - random.nextInt(4);
        AtomicInteger dropped = new AtomicInteger();
        table.dropIdle(
            before,
            (target, column) -> {
              dropped.incrementAndGet();
              assertThat(target).isEqualTo(column % 7 - 1);
            });
        int expected = 0;
        for (Iterator<Entry> all = model.values().iterator(); all.hasNext(); ) {
          if (all.next().used < before) {
            all.remove();
            expected++;
          }
        }
        assertThat(dropped).hasValue(expected);
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
  }
}
