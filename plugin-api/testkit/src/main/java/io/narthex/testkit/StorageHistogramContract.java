// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import static io.narthex.testkit.StorageFixture.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.SeriesExemplars;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What the host relies on about histograms, exemplars and start timestamps; a part of {@link
 * StorageEngineContract}. Engines that do not store them say so by {@link StorageFixture}.
 */
public interface StorageHistogramContract extends StorageFixture {

  private static Histogram integers(int more) {
    return new Histogram(
        3,
        true,
        ResetHint.UNKNOWN,
        1e-128,
        2 + more,
        14 + 3.0 * more,
        37.25 + more,
        List.of(new BucketSpan(-2, 2), new BucketSpan(3, 1)),
        new double[] {1 + more, 4, 2 + more},
        List.of(new BucketSpan(0, 2)),
        new double[] {2, 3},
        new double[0]);
  }

  private static Histogram floats() {
    return new Histogram(
        -1,
        false,
        ResetHint.GAUGE,
        0.001,
        0.5,
        3.75,
        -12.5,
        List.of(new BucketSpan(0, 1)),
        new double[] {3.25},
        List.of(),
        new double[0],
        new double[0]);
  }

  private static Histogram custom() {
    return new Histogram(
        Histogram.CUSTOM_BUCKETS_SCHEMA,
        true,
        ResetHint.UNKNOWN,
        0,
        0,
        7,
        21.5,
        List.of(new BucketSpan(0, 3)),
        new double[] {1, 2, 4},
        List.of(),
        new double[0],
        new double[] {0.1, 1, 10});
  }

  private static Histogram stale() {
    return new Histogram(
        0,
        true,
        ResetHint.UNKNOWN,
        0,
        0,
        SpecialValues.STALE,
        SpecialValues.STALE,
        List.of(),
        new double[0],
        List.of(),
        new double[0],
        new double[0]);
  }

  private void append(RowWriter writer, Labels series, long timestampMs, Histogram histogram) {
    writer.row(timestampMs);
    writer.setHistogram(writer.column(series), histogram);
    assertThat(writer.commit().stored()).isEqualTo(1);
  }

  /** Compares what was observed; whether a reset is known may have been found out meanwhile. */
  private static void assertSame(Histogram found, Histogram expected) {
    assertThat(found.schema()).isEqualTo(expected.schema());
    assertThat(found.integer()).isEqualTo(expected.integer());
    assertThat(new double[] {found.zeroThreshold(), found.zeroCount(), found.count(), found.sum()})
        .containsExactly(
            expected.zeroThreshold(), expected.zeroCount(), expected.count(), expected.sum());
    assertThat(found.positiveSpans()).isEqualTo(expected.positiveSpans());
    assertThat(found.negativeSpans()).isEqualTo(expected.negativeSpans());
    assertThat(found.positiveCounts()).containsExactly(expected.positiveCounts());
    assertThat(found.negativeCounts()).containsExactly(expected.negativeCounts());
    assertThat(found.customBounds()).containsExactly(expected.customBounds());
    assertThat(found.resetHint() == ResetHint.GAUGE)
        .as("is a gauge")
        .isEqualTo(expected.resetHint() == ResetHint.GAUGE);
  }

  @Test
  default void histogramsComeBackAsTheyWentIn() {
    Assumptions.assumeTrue(storesHistograms(), "the engine does not store histograms");
    try (RowWriter writer = engine().writer(TARGET)) {
      for (int i = 0; i < 5; i++) {
        append(writer, series("integers"), T0 + i * STEP, integers(i));
      }
      append(writer, series("floats"), T0, floats());
      append(writer, series("custom"), T0, custom());
    }
    List<Sample> found = Objects.requireNonNull(read("integers").get(series("integers")));
    assertThat(found).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(found.get(i).timestampMs()).isEqualTo(T0 + i * STEP);
      assertSame(histogram(found.get(i)), integers(i));
    }
    assertSame(single("floats"), floats());
    assertSame(single("custom"), custom());
  }

  private Histogram single(String name) {
    List<Sample> found = Objects.requireNonNull(read(name).get(series(name)));
    assertThat(found).hasSize(1);
    return histogram(found.getFirst());
  }

  private static Histogram histogram(Sample sample) {
    return Objects.requireNonNull(sample.histogram(), "a histogram, not a float");
  }

  @Test
  default void aSeriesMayHoldFloatsAndHistograms() {
    Assumptions.assumeTrue(storesHistograms(), "the engine does not store histograms");
    try (RowWriter writer = engine().writer(TARGET)) {
      append(writer, series("mixed"), T0, 1.5);
      append(writer, series("mixed"), T0 + STEP, integers(0));
      append(writer, series("mixed"), T0 + 2 * STEP, 2.5);
      append(writer, series("other"), T0 + 2 * STEP, 3.5);
    }
    List<Sample> found = Objects.requireNonNull(read("mixed").get(series("mixed")));
    assertThat(found).hasSize(3);
    assertThat(found.get(0)).isEqualTo(Sample.of(T0, 1.5));
    assertSame(histogram(found.get(1)), integers(0));
    assertThat(found.get(2)).isEqualTo(Sample.of(T0 + 2 * STEP, 2.5));
  }

  @Test
  default void aHistogramMayEnd() {
    Assumptions.assumeTrue(storesHistograms(), "the engine does not store histograms");
    try (RowWriter writer = engine().writer(TARGET)) {
      append(writer, series("integers"), T0, integers(0));
      append(writer, series("integers"), T0 + STEP, stale());
    }
    List<Sample> found = Objects.requireNonNull(read("integers").get(series("integers")));
    assertThat(found).hasSize(2);
    assertThat(histogram(found.get(1)).isStale()).isTrue();
  }

  @Test
  default void exemplarsAreFound() {
    Assumptions.assumeTrue(storesExemplars(), "the engine does not store exemplars");
    Exemplar first = new Exemplar(Labels.of("trace_id", "abc"), 0.25, T0);
    Exemplar second = new Exemplar(Labels.of("trace_id", "def"), 0.5, T0 + STEP);
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      for (Exemplar exemplar : List.of(first, second, first)) {
        writer.row(clock().millis());
        writer.set(a, 1);
        writer.exemplar(a, exemplar);
        writer.commit();
        clock().advance(Duration.ofMillis(STEP));
      }
    }
    List<List<Matcher>> sets = List.of(List.of(Matcher.equal("__name__", "a")));
    assertThat(engine().exemplars(sets, T0, T0 + STEP))
        .as("the third is not newer than the second")
        .containsExactly(new SeriesExemplars(series("a"), List.of(first, second)));
    assertThat(engine().exemplars(sets, T0 + STEP, T0 + STEP))
        .containsExactly(new SeriesExemplars(series("a"), List.of(second)));
    assertThat(engine().exemplars(List.of(List.of(Matcher.equal("__name__", "b"))), T0, T0 + STEP))
        .isEmpty();
  }

  @Test
  default void startTimestampsComeBack() {
    Assumptions.assumeTrue(storesStartTimestamps(), "the engine does not store start timestamps");
    try (RowWriter writer = engine().writer(TARGET)) {
      int a = writer.column(series("a"));
      for (int i = 0; i < 3; i++) {
        writer.row(T0 + i * STEP);
        writer.set(a, i);
        writer.startTimestamp(a, i < 2 ? T0 - 1_000 : T0 + STEP + 1);
        writer.commit();
      }
    }
    SelectRequest request =
        new SelectRequest(List.of(Matcher.equal("__name__", "a")), T0, T0 + 2 * STEP);
    try (Selection selection = engine().select(request)) {
      SeriesBatch batch = Objects.requireNonNull(selection.next());
      long[] starts = new long[batch.rowCount() + 1];
      assertThat(batch.startTimestamps(0, starts, 1)).isTrue();
      assertThat(Arrays.copyOfRange(starts, 1, 4))
          .containsExactly(T0 - 1_000, T0 - 1_000, T0 + STEP + 1);
    }
  }
}
