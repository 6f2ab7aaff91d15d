// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.Histograms;
import io.narthex.spi.model.Histogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples lie at 0, 10, 20 ... seconds. */
class HistogramRateTest {

  private final HistogramRate increase = new HistogramRate(true, false);
  private final HistogramRate rate = new HistogramRate(true, true);
  private final HistogramRate delta = new HistogramRate(false, false);

  private static HistogramSeries series(String... notations) {
    return new HistogramSeries(times(notations.length), samples(notations), null);
  }

  private static HistogramSeries started(long[] starts, String... notations) {
    return new HistogramSeries(times(notations.length), samples(notations), starts);
  }

  private static long[] times(int n) {
    long[] times = new long[n];
    Arrays.setAll(times, i -> 10_000L * i);
    return times;
  }

  private static Histogram[] samples(String... notations) {
    return Arrays.stream(notations).map(Histograms::sample).toArray(Histogram[]::new);
  }

  private static String text(@Nullable FloatHistogram h) {
    return h == null ? "none" : h.toString();
  }

  @Test
  void extrapolatesToTheEnds() {
    HistogramSeries series =
        series(
            "count:4 sum:8 buckets:[4]",
            "count:6 sum:10 buckets:[4 2]",
            "count:8 sum:9 buckets:[6 2]");
    assertThat(text(increase.extrapolated(series, 0, 3, -5_000, 25_000)))
        .isEqualTo("{count:6, sum:1.5, (0.5,1]:3, (1,2]:3}");
    assertThat(increase.notes()).isEmpty();
    assertThat(text(rate.extrapolated(series, 0, 3, -5_000, 25_000)))
        .isEqualTo("{count:0.2, sum:0.05, (0.5,1]:0.1, (1,2]:0.1}");
    assertThat(text(increase.extrapolated(series, 0, 1, -5_000, 5_000))).isEqualTo("none");
  }

  @Test
  void doesNotExtrapolateBelowZero() {
    HistogramSeries series = series("count:1 buckets:[1]", "count:11 buckets:[11]");
    // Zero lies one second before the first sample.
    assertThat(text(increase.extrapolated(series, 0, 2, -9_000, 10_000)))
        .isEqualTo("{count:11, sum:0, (0.5,1]:11}");
  }

  @Test
  void undoesResets() {
    HistogramSeries series =
        series(
            "count:5 buckets:[5]",
            "count:9 buckets:[9]",
            "count:2 buckets:[2]",
            "count:4 buckets:[4]");
    assertThat(text(increase.extrapolated(series, 0, 4, 0, 30_000)))
        .isEqualTo("{count:8, sum:0, (0.5,1]:8}");
    assertThat(text(increase.extrapolated(series, 1, 4, 10_000, 30_000)))
        .isEqualTo("{count:4, sum:0, (0.5,1]:4}");
  }

  @Test
  void aFirstSampleBeforeAResetMayHaveAnyLayout() {
    HistogramSeries series =
        series(
            "schema:-53 count:5 custom_values:[1] buckets:[5]",
            "count:2 buckets:[2]",
            "count:4 buckets:[4]");
    assertThat(text(increase.extrapolated(series, 0, 3, 0, 20_000)))
        .isEqualTo("{count:4, sum:0, (0.5,1]:4}");
    assertThat(
            text(
                increase.extrapolated(
                    series(
                        "count:2", "schema:-53 count:5 custom_values:[1] buckets:[5]", "count:6"),
                    0,
                    3,
                    0,
                    20_000)))
        .isEqualTo("none");
    assertThat(increase.notes()).containsExactly(HistogramNote.MIXED_SCHEMAS);
  }

  @Test
  void usesTheLowestResolution() {
    HistogramSeries series =
        series(
            "schema:1 count:2 buckets:[1 1]",
            "schema:0 count:5 buckets:[2 3]",
            "schema:0 count:9 buckets:[2 7]");
    FloatHistogram result = increase.extrapolated(series, 0, 3, 0, 20_000);
    assertThat(text(result)).isEqualTo("{count:7, sum:0, (0.5,1]:1, (1,2]:6}");
    assertThat(result.schema()).isZero();
  }

  @Test
  void tellsOfCountersAndGauges() {
    HistogramSeries gauges =
        series("count:5 counter_reset_hint:gauge", "count:2 counter_reset_hint:gauge");
    assertThat(text(delta.extrapolated(gauges, 0, 2, 0, 10_000))).isEqualTo("{count:-3, sum:0}");
    assertThat(delta.notes()).isEmpty();
    increase.extrapolated(gauges, 0, 2, 0, 10_000);
    assertThat(increase.notes()).containsExactly(HistogramNote.NOT_A_COUNTER);
    delta.extrapolated(series("count:1", "count:2"), 0, 2, 0, 10_000);
    assertThat(delta.notes()).containsExactly(HistogramNote.NOT_A_GAUGE);
  }

  @Test
  void reconcilesCustomBounds() {
    HistogramSeries series =
        series(
            "schema:-53 count:3 custom_values:[1 2] buckets:[1 1 1]",
            "schema:-53 count:9 custom_values:[2 3] buckets:[6 1 2]");
    assertThat(text(increase.extrapolated(series, 0, 2, 0, 10_000)))
        .isEqualTo("{count:6, sum:0, [-Inf,2]:4, (2,+Inf]:2}");
    assertThat(increase.notes()).containsExactly(HistogramNote.BOUNDS_RECONCILED_IN_SUBTRACTION);
  }

  @Test
  void beginsAtAStartWithinTheWindow() {
    HistogramSeries one = started(new long[] {-4_000}, "count:5 buckets:[5]");
    assertThat(text(increase.extrapolated(one, 0, 1, -10_000, 0)))
        .isEqualTo("{count:5, sum:0, (0.5,1]:5}");
    assertThat(text(increase.extrapolated(one, 0, 1, -4_000, 0))).isEqualTo("none");
    HistogramSeries restarted =
        started(new long[] {-4_000, 5_000}, "count:5 buckets:[5]", "count:7 buckets:[7]");
    assertThat(text(increase.extrapolated(restarted, 0, 2, -10_000, 10_000)))
        .isEqualTo("{count:12, sum:0, (0.5,1]:12}");
    HistogramSeries overlapping =
        started(new long[] {-4_000, -1_000}, "count:5 buckets:[5]", "count:7 buckets:[7]");
    increase.extrapolated(overlapping, 0, 2, -10_000, 10_000);
    assertThat(increase.notes()).containsExactly(HistogramNote.START_OVERLAP);
  }

  @Test
  void comparesNeighbours() {
    HistogramSeries series =
        series("count:5 buckets:[5]", "count:9 buckets:[9]", "count:2 buckets:[2]");
    assertThat(text(rate.between(series, 1))).isEqualTo("{count:0.4, sum:0, (0.5,1]:0.4}");
    assertThat(text(rate.between(series, 2))).isEqualTo("{count:0.2, sum:0, (0.5,1]:0.2}");
    assertThat(text(delta.between(series, 2))).isEqualTo("{count:-7, sum:0, (0.5,1]:-7}");
    assertThat(delta.notes()).containsExactly(HistogramNote.NOT_A_GAUGE);
    assertThat(
            text(
                rate.between(
                    series("count:1", "schema:-53 count:3 counter_reset_hint:not_reset"), 1)))
        .isEqualTo("none");
  }

  @Test
  void interpolatesAtSmoothedEnds() {
    HistogramSeries series =
        series("count:10 buckets:[10]", "count:20 buckets:[20]", "count:40 buckets:[40]");
    assertThat(text(increase.extended(series, 0, 3, 5_000, 15_000, true)))
        .isEqualTo("{count:15, sum:0, (0.5,1]:15}");
    assertThat(text(rate.extended(series, 0, 3, 5_000, 15_000, true)))
        .isEqualTo("{count:1.5, sum:0, (0.5,1]:1.5}");
    assertThat(text(increase.extended(series, 0, 3, 30_000, 40_000, true))).isEqualTo("none");
  }

  @Test
  void takesSamplesAtAnchoredEnds() {
    HistogramSeries series =
        series(
            "count:10 buckets:[10]",
            "count:20 buckets:[20]",
            "count:5 buckets:[5]",
            "count:7 buckets:[7]");
    assertThat(text(increase.extended(series, 0, 2, 5_000, 15_000, false)))
        .isEqualTo("{count:10, sum:0, (0.5,1]:10}");
    assertThat(text(increase.extended(series, 0, 4, 5_000, 30_000, false)))
        .isEqualTo("{count:17, sum:0, (0.5,1]:17}");
  }

  @Test
  void countsAResetWithinAnInterpolationOnce() {
    HistogramSeries series =
        series("count:10 buckets:[10]", "count:4 buckets:[4]", "count:6 buckets:[6]");
    // At 5 s the counter, begun anew, is taken to be at 2.
    assertThat(text(increase.extended(series, 0, 3, 5_000, 20_000, true)))
        .isEqualTo("{count:4, sum:0, (0.5,1]:4}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 20, false", "0, 10, 15, 20, true", "0, 10, 10, 20, false",
    "5, 10, 10, 20, true", "10, 10, 10, 20, false", "12, 10, 10, 20, false",
    "5, 10, 5, 20, false", "5, 10, 7, 20, false", "5, 10, 20, 20, false",
    "5, 10, 25, 20, false"
  })
  void startTimestampsTellOfResets(
      long beforeStart, long before, long start, long time, boolean reset) {
    assertThat(StartTimestamps.isReset(beforeStart, before, start, time)).isEqualTo(reset);
    boolean overlap = start == 7;
    assertThat(StartTimestamps.overlaps(beforeStart, before, start)).isEqualTo(overlap);
  }
}
