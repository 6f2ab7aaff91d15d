// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Series that end and are not stored any more leave the label store. */
class ChurnTest {

  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");
  private static final LocalStorageConfig SMALL = new LocalStorageConfig(null, 1 << 16, 2, 4, 0);
  private static final int LIVE = 2_000;
  private static final int HOURS = 40;

  @TempDir Path temp;

  /** A tenth stays for ever; the rest has a new name every hour. */
  private static Labels series(int i, int hour) {
    return Labels.of(
        "__name__", "m", "i", Integer.toString(i), "pod", i < LIVE / 10 ? "stays" : "p" + hour);
  }

  private static long value(int i, int hour) {
    return 1_000L * i + hour;
  }

  private void hour(StorageEngine engine, int hour) throws IOException {
    try (RowWriter writer = engine.writer(Labels.of("job", "j"))) {
      for (int row = 0; row < 10; row++) {
        writer.row(hour * 3_600_000L + row * 60_000L);
        for (int i = 0; i < LIVE; i++) {
          writer.set(writer.column(series(i, hour)), value(i, hour));
        }
        writer.commit();
      }
      writer.row(hour * 3_600_000L + 3_000_000L);
      for (int i = LIVE / 10; i < LIVE; i++) {
        int column = writer.column(series(i, hour));
        writer.set(column, SpecialValues.STALE);
        writer.release(column);
      }
      writer.commit();
    }
    ((LocalStorageEngine) engine).maintain();
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void series_leave_with_their_last_partition_and_the_label_files_stay_small() throws Exception {
    TestContext context =
        new TestContext(temp, Duration.ofHours(4), 0, Duration.ZERO, Long.MAX_VALUE / 4);
    long most = 0;
    long early = 0;
    long bytes = 0;
    StorageEngine engine = context.open(SMALL);
    try {
      for (int hour = 0; hour < HOURS; hour++) {
        if (hour % 9 == 8) {
          engine.close();
          engine = context.open(SMALL);
        }
        hour(engine, hour);
        long count = engine.statistics(1).series();
        long now = size(temp.resolve("labels"));
        if (hour < HOURS / 2) {
          early = Math.max(early, count);
          bytes = Math.max(bytes, now);
        } else {
          most = Math.max(most, count);
          assertThat(now).isLessThanOrEqualTo(bytes * 3 / 2);
        }
      }
      assertThat(most).isLessThanOrEqualTo(early * 3 / 2).isLessThan(LIVE * 16L);
      Map<Labels, TreeMap<Long, Object>> left = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      for (int i = 0; i < LIVE; i++) {
        TreeMap<Long, Object> samples = left.get(series(i, HOURS - 1));
        assertThat(samples.get((HOURS - 1) * 3_600_000L))
            .as("series " + i)
            .isEqualTo(left.get(series(i, HOURS - 1)).get((HOURS - 1) * 3_600_000L + 60_000L));
      }
      assertThat(engine.labelValues("pod", List.of(), 0, Long.MAX_VALUE, 0))
          .contains("stays", "p" + (HOURS - 1))
          .doesNotContain("p0", "p10", "p20");
      Labels anyone = series(LIVE / 2, HOURS - 1);
      List<Labels> found =
          engine.series(
              List.of(
                  List.of(
                      new Matcher("i", Matcher.Type.EQUAL, anyone.get("i")),
                      new Matcher("pod", Matcher.Type.EQUAL, anyone.get("pod")))),
              0,
              Long.MAX_VALUE,
              0);
      assertThat(found).containsExactly(anyone);
    } finally {
      engine.close();
    }
  }

  /** Writes rows of series that have changed values and stay. */
  private static void rows(RowWriter writer, int hour, int from, int name) {
    for (int row = 0; row < 20; row++) {
      writer.row(hour * 3_600_000L + row * 60_000L);
      for (int i = from; i < LIVE; i++) {
        writer.set(writer.column(series(i, name)), value(i, hour) + row);
      }
      writer.commit();
    }
  }

  @Test
  void series_of_a_target_leave_when_it_ends_after_its_last_rows_were_stored() throws Exception {
    TestContext context =
        new TestContext(temp, Duration.ofHours(4), 0, Duration.ZERO, Long.MAX_VALUE / 4);
    try (StorageEngine engine = context.open(SMALL);
        RowWriter other = engine.writer(Labels.of("job", "other"))) {
      for (int hour = 0; hour < HOURS; hour++) {
        Labels target = Labels.of("job", "j", "instance", Integer.toString(hour));
        try (RowWriter writer = engine.writer(target)) {
          rows(writer, hour, LIVE - 100, hour);
          // The log moves on, so that the target's rows are stored while it has a writer.
          rows(other, hour, 0, HOURS);
          ((LocalStorageEngine) engine).maintain();
        }
      }
      assertThat(engine.statistics(1).series()).isLessThan(LIVE + 100 * (HOURS / 2));
      assertThat(engine.labelValues("pod", List.of(), 0, Long.MAX_VALUE, 0))
          .contains("p" + (HOURS - 1))
          .doesNotContain("p0", "p10");
    }
  }

  /** Opens an engine whose own threads stay out of it. */
  private StorageEngine open(int blockRows) throws IOException {
    return new TestContext(temp)
        .open(new LocalStorageConfig(Duration.ofHours(1), 1 << 20, 2, blockRows, 0));
  }

  /** Writes rows of ten series each of which lives for one row. */
  private static void replaceEachRow(RowWriter writer, int rows) {
    for (int row = 0; row < rows; row++) {
      writer.row(row * 60_000L);
      for (int i = 0; i < 10; i++) {
        int column = writer.column(series(LIVE - 1 - i, row));
        writer.set(column, row);
        writer.release(column);
      }
      writer.commit();
    }
  }

  @Test
  void series_that_ended_do_not_make_blocks_longer() throws Exception {
    try (StorageEngine engine = open(4);
        RowWriter writer = engine.writer(Labels.of("job", "j"))) {
      replaceEachRow(writer, 40);

      assertThat(engine.statistics(1).chunks()).isBetween(10L, 11L);
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL))
          .hasSize(400)
          .allSatisfy((labels, samples) -> assertThat(samples).hasSize(1));
    }
  }

  @Test
  void a_block_is_not_cut_short_when_many_series_end_at_once() throws Exception {
    try (StorageEngine engine = open(64)) {
      for (int row = 0; row < 2; row++) {
        try (RowWriter writer = engine.writer(Labels.of("job", "j"))) {
          writer.row(row * 60_000L);
          for (int i = 0; i < LIVE; i++) {
            writer.set(writer.column(series(i, row)), i);
          }
          writer.commit();
        }
        try (RowWriter writer = engine.writer(Labels.of("job", "j"))) {
          writer.row(row * 60_000L + 30_000);
          writer.set(writer.column(series(0, row)), 0);
          writer.commit();
        }
      }

      assertThat(engine.statistics(1).chunks()).isEqualTo(1);
    }
  }
}
