// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series all of whose samples were refused do not stay. */
class RefusedSeriesTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final long TOO_OLD = NOW - 7_200_000;
  private static final int MANY = 3_000;
  private static final Labels TARGET = Labels.of("job", "j");
  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");

  @TempDir Path temp;

  /** Opens an engine whose own threads stay out of it. */
  private StorageEngine open() throws IOException {
    return new TestContext(temp.resolve("data"))
        .open(new LocalStorageConfig(Duration.ofHours(1), 1 << 20, 2, 64, 0));
  }

  private static Labels series(String name, int i) {
    return Labels.of("__name__", name, "i", Integer.toString(i));
  }

  private static void append(RowWriter writer, long time, String name, int series) {
    writer.row(time);
    for (int i = 0; i < series; i++) {
      writer.set(writer.column(series(name, i)), i + time % 1000);
    }
    assertThat(writer.commit().stored()).isEqualTo(time == TOO_OLD ? 0 : series);
  }

  /** One look finds what is gone, the next one finds it so again. */
  private static void maintain(StorageEngine engine) throws IOException {
    for (int i = 0; i < 3; i++) {
      ((LocalStorageEngine) engine).maintain();
    }
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static Map<Labels, TreeMap<Long, Object>> samples(StorageEngine engine) {
    return Samples.of(engine, 0, Long.MAX_VALUE, ALL);
  }

  @Test
  void series_of_a_target_that_never_had_a_sample_go() throws IOException {
    try (StorageEngine engine = open();
        RowWriter other = engine.writer(Labels.of("job", "other"))) {
      append(other, NOW, "stored", 5);
      try (RowWriter writer = engine.writer(TARGET)) {
        append(writer, TOO_OLD, "refused", MANY);
        maintain(engine);
        assertThat(engine.statistics(1).series()).as("while written").isEqualTo(MANY + 5);
      }
      maintain(engine);

      assertThat(engine.statistics(1).series()).isEqualTo(5);
      assertThat(engine.labelValues("__name__", List.of(), 0, Long.MAX_VALUE, 0))
          .containsExactly("stored");
    }
    try (StorageEngine again = open()) {
      assertThat(again.statistics(1).series()).isEqualTo(5);
    }
  }

  @Test
  void a_series_that_comes_back_with_samples_is_stored() throws IOException {
    try (StorageEngine engine = open()) {
      for (int round = 0; round < 3; round++) {
        try (RowWriter writer = engine.writer(TARGET)) {
          append(writer, NOW + round, "stored", 1);
          append(writer, TOO_OLD, "refused", 100);
        }
        for (int looks = 0; looks < round; looks++) {
          ((LocalStorageEngine) engine).maintain();
        }
        try (RowWriter writer = engine.writer(TARGET)) {
          append(writer, NOW + round, "refused", 10);
        }
      }
      maintain(engine);

      assertThat(engine.statistics(1).series()).isEqualTo(11);
      assertThat(samples(engine)).hasSize(11);
      assertThat(samples(engine).get(series("refused", 9))).containsOnlyKeys(NOW, NOW + 1, NOW + 2);
    }
  }

  @Test
  void another_series_of_the_block_gets_the_column() throws IOException {
    try (StorageEngine engine = open()) {
      try (RowWriter writer = engine.writer(TARGET)) {
        append(writer, NOW, "stored", 5);
        try (RowWriter second = engine.writer(TARGET)) {
          append(second, TOO_OLD, "refused", 100);
          // The log learns of the columns that are given back afterwards, and of half only then.
          append(writer, NOW + 1, "stored", 5);
          append(second, TOO_OLD, "refused too", 100);
        }
        ((LocalStorageEngine) engine).maintain();
        append(writer, NOW + 2, "later", 150);
        // Some come back, to other columns than they had, before the rest of those are taken.
        append(writer, NOW + 3, "refused", 20);
        append(writer, NOW + 3, "last", 40);
        append(writer, NOW + 3, "stored", 5);
      }
      assertThat(engine.statistics(1).chunks()).isEqualTo(1);
      Path copy = temp.resolve("copy");
      Folders.copy(temp.resolve("data"), copy);
      check(engine, 5 + 150 + 20 + 40);
      try (StorageEngine replayed = new TestContext(copy).open()) {
        check(replayed, 5 + 150 + 20 + 40);
        try (RowWriter writer = replayed.writer(TARGET)) {
          append(writer, NOW + 4, "refused", 100);
          append(writer, NOW + 4, "refused too", 100);
        }
        check(replayed, 5 + 150 + 100 + 100 + 40);
      }
      try (StorageEngine again = new TestContext(copy).open()) {
        check(again, 5 + 150 + 100 + 100 + 40);
        Map<Labels, TreeMap<Long, Object>> all = samples(again);
        assertThat(all.get(series("refused", 7)))
            .isEqualTo(Map.of(NOW + 3, bits(10), NOW + 4, bits(11)));
        assertThat(all.get(series("refused", 70))).isEqualTo(Map.of(NOW + 4, bits(74)));
      }
    }
  }

  private static void check(StorageEngine engine, int count) {
    Map<Labels, TreeMap<Long, Object>> all = samples(engine);
    assertThat(all).hasSize(count);
    for (int i = 0; i < 150; i++) {
      assertThat(all.get(series("later", i))).isEqualTo(Map.of(NOW + 2, bits(i + 2)));
    }
    for (int i = 0; i < 40; i++) {
      assertThat(all.get(series("last", i))).isEqualTo(Map.of(NOW + 3, bits(i + 3)));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(all.get(series("refused", i))).containsEntry(NOW + 3, bits(i + 3));
    }
    for (int i = 0; i < 5; i++) {
      assertThat(all.get(series("stored", i)))
          .isEqualTo(Map.of(NOW, bits(i), NOW + 1, bits(i + 1), NOW + 3, bits(i + 3)));
    }
    assertThat(engine.labelValues("__name__", List.of(), NOW + 2, NOW + 2, 0))
        .containsExactly("later");
  }

  @Test
  void few_series_wait_until_the_log_has_moved_on() throws IOException {
    try (StorageEngine engine = open();
        RowWriter other = engine.writer(Labels.of("job", "other"))) {
      append(other, NOW, "stored", MANY);
      try (RowWriter writer = engine.writer(TARGET)) {
        append(writer, TOO_OLD, "refused", 3);
      }
      maintain(engine);
      assertThat(engine.statistics(1).series()).isEqualTo(MANY + 3);

      // Enough for several segments of the log, twice: to look, and to find them gone again.
      for (int row = 1; row < 400 && engine.statistics(1).series() > MANY; row++) {
        append(other, NOW + row, "stored", MANY);
        if (row % 20 == 0) {
          maintain(engine);
        }
      }

      assertThat(engine.statistics(1).series()).isEqualTo(MANY);
      assertThat(samples(engine)).hasSize(MANY);
    }
  }
}
