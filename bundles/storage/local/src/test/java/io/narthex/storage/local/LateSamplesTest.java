// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.CommitResult.Reason;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How old samples may be, by the rules and in the words of Prometheus. */
class LateSamplesTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");

  @TempDir Path folder;

  private static Labels series(String name) {
    return Labels.of("__name__", name);
  }

  private static CommitResult append(
      StorageEngine engine, String target, String name, long time, double value) {
    try (RowWriter writer = engine.writer(Labels.of("job", target))) {
      int column = writer.column(series(name));
      writer.row(time);
      writer.set(column, value);
      writer.startTimestamp(column, time - 1);
      return writer.commit();
    }
  }

  private static void assertRefused(CommitResult result, String name, long time, Reason reason) {
    assertThat(result.stored()).isZero();
    assertThat(result.refusals())
        .containsExactly(new CommitResult.Refusal(series(name), time, reason));
  }

  @Test
  void without_a_window_a_sample_is_out_of_order_or_an_hour_behind_all_out_of_bounds()
      throws Exception {
    try (StorageEngine engine = new TestContext(folder).open()) {
      append(engine, "a", "m", NOW, 1);
      assertRefused(append(engine, "a", "m", NOW - 1, 1), "m", NOW - 1, Reason.OUT_OF_ORDER);
      // Another target's series that never had a sample.
      CommitResult old = append(engine, "b", "n", NOW - HOUR - 1, 1);
      assertRefused(old, "n", NOW - HOUR - 1, Reason.OUT_OF_BOUNDS);
      assertThat(old.tooOld()).isEqualTo(1);
      assertThat(append(engine, "b", "n", NOW - HOUR, 1).stored()).isEqualTo(1);
    }
    try (StorageEngine again = new TestContext(folder).open()) {
      assertRefused(
          append(again, "c", "o", NOW - HOUR - 1, 1), "o", NOW - HOUR - 1, Reason.OUT_OF_BOUNDS);
    }
  }

  @Test
  void the_window_is_measured_from_the_newest_sample_of_all_series() throws Exception {
    Duration window = Duration.ofHours(3);
    try (StorageEngine engine = new TestContext(folder, window).open()) {
      append(engine, "a", "old", NOW - 2 * HOUR, 1);
      append(engine, "b", "new", NOW, 1);
      // Five hours behind all, though three behind its own series.
      assertRefused(
          append(engine, "a", "old", NOW - 5 * HOUR, 2), "old", NOW - 5 * HOUR, Reason.TOO_OLD);
      assertThat(append(engine, "a", "old", NOW - 3 * HOUR, 3).stored()).isEqualTo(1);
      // A series without any sample may begin anywhere in the window, and not before.
      assertThat(append(engine, "a", "fresh", NOW - 3 * HOUR, 4).stored()).isEqualTo(1);
      assertRefused(
          append(engine, "a", "other", NOW - 3 * HOUR - 1, 5),
          "other",
          NOW - 3 * HOUR - 1,
          Reason.TOO_OLD);
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(series("old")).keySet())
          .containsExactly(NOW - 3 * HOUR, NOW - 2 * HOUR);
    }
  }

  @Test
  void a_window_shorter_than_an_hour_leaves_samples_in_order_as_they_are() throws Exception {
    try (StorageEngine engine = new TestContext(folder, Duration.ofMinutes(1)).open()) {
      append(engine, "a", "m", NOW, 1);
      assertThat(append(engine, "b", "n", NOW - HOUR / 2, 1).stored()).isEqualTo(1);
      assertRefused(
          append(engine, "b", "n", NOW - HOUR / 2 - 1, 1), "n", NOW - HOUR / 2 - 1, Reason.TOO_OLD);
    }
  }

  @Test
  void one_append_may_span_any_time_in_an_empty_engine() throws Exception {
    try (StorageEngine engine = new TestContext(folder).open();
        RowWriter writer = engine.writer(Labels.of("job", "a"))) {
      int column = writer.column(series("m"));
      for (long time = NOW - 24 * HOUR; time <= NOW; time += HOUR) {
        writer.row(time);
        writer.set(column, time);
      }
      assertThat(writer.commit()).isEqualTo(CommitResult.allStored(25));
    }
  }

  @Test
  void a_histogram_of_too_old_a_row_is_refused_too() throws Exception {
    try (StorageEngine engine = new TestContext(folder).open()) {
      append(engine, "a", "m", NOW, 1);
      try (RowWriter writer = engine.writer(Labels.of("job", "b"))) {
        int column = writer.column(series("h"));
        writer.row(NOW - 2 * HOUR);
        writer.setHistogram(column, histogram());
        assertRefused(writer.commit(), "h", NOW - 2 * HOUR, Reason.OUT_OF_BOUNDS);
      }
    }
  }

  private static Histogram histogram() {
    return new Histogram(
        0,
        true,
        Histogram.ResetHint.UNKNOWN,
        0.001,
        0,
        1,
        1,
        List.of(),
        new double[0],
        List.of(),
        new double[0],
        new double[0]);
  }

  @Test
  void the_start_of_a_refused_sample_is_not_stored() throws Exception {
    try (StorageEngine engine = new TestContext(folder).open()) {
      append(engine, "a", "m", NOW, 1);
      try (RowWriter writer = engine.writer(Labels.of("job", "a"))) {
        int column = writer.column(series("m"));
        writer.row(NOW);
        writer.set(column, 2);
        writer.startTimestamp(column, 77);
        assertThat(writer.commit().duplicate()).isEqualTo(1);
      }
      assertThat(Samples.starts(engine, 0, Long.MAX_VALUE, ALL).get(series("m")))
          .isEqualTo(new TreeMap<>(java.util.Map.of(NOW, NOW - 1)));
    }
  }

  @Test
  void a_clock_that_steps_back_deletes_nothing_and_what_follows_goes_on() throws Exception {
    Duration month = Duration.ofDays(30);
    Path chunks = folder.resolve("chunks");
    for (long clock : new long[] {NOW, NOW - 40 * 24 * HOUR, 0, NOW + 1000}) {
      TestContext context = new TestContext(folder, month, 0, Duration.ZERO, clock);
      try (LocalStorageEngine engine = (LocalStorageEngine) context.open()) {
        // Scraped with the time of that clock.
        CommitResult result = append(engine, "a", "m", clock, 1);
        if (clock < NOW) {
          assertRefused(result, "m", clock, Reason.OUT_OF_BOUNDS);
        } else {
          assertThat(result.stored()).isEqualTo(1);
        }
        engine.maintain();
        assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(series("m"))).containsKey(NOW);
      }
      assertThat(chunks).isNotEmptyDirectory();
    }
    try (StorageEngine engine = new TestContext(folder).open()) {
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(series("m")).keySet())
          .containsExactly(NOW, NOW + 1000);
    }
  }
}
