// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramChangeTest {

  private static final double ZERO = Math.pow(2, -10);

  /** Makes a histogram whose positive buckets begin at an index and whose negative ones at 1. */
  private static Histogram of(
      int schema, double zeroThreshold, double zeroCount, int first, double... positive) {
    double count = zeroCount;
    for (double bucket : positive) {
      count += bucket;
    }
    return new Histogram(
        schema,
        true,
        ResetHint.UNKNOWN,
        zeroThreshold,
        zeroCount,
        count,
        count * 2,
        List.of(new BucketSpan(first, positive.length)),
        positive,
        List.of(),
        new double[0],
        new double[0]);
  }

  private static Histogram hinted(Histogram histogram, ResetHint hint) {
    return new Histogram(
        histogram.schema(),
        histogram.integer(),
        hint,
        histogram.zeroThreshold(),
        histogram.zeroCount(),
        histogram.count(),
        histogram.sum(),
        histogram.positiveSpans(),
        histogram.positiveCounts(),
        histogram.negativeSpans(),
        histogram.negativeCounts(),
        histogram.customBounds());
  }

  @Test
  void a_count_that_goes_down_is_a_reset() {
    Histogram before = of(0, ZERO, 2, 1, 3, 0, 1);
    assertThat(HistogramChange.isReset(before, before)).isFalse();
    assertThat(HistogramChange.isReset(of(0, ZERO, 2, 1, 4, 2, 1), before)).isFalse();
    assertThat(HistogramChange.isReset(of(0, ZERO, 1, 1, 9, 9, 9), before)).isTrue();
    assertThat(HistogramChange.isReset(of(0, ZERO, 9, 1, 2, 9, 9), before)).isTrue();
    assertThat(HistogramChange.isReset(of(0, ZERO, 9, 1, 9, 9), before)).isTrue();
    assertThat(HistogramChange.isReset(of(0, ZERO, 9, 1, 9, 9), of(0, ZERO, 2, 1, 3, 0, 0)))
        .isFalse();
  }

  @Test
  void the_source_knows_better() {
    Histogram less = of(0, ZERO, 0, 1, 1);
    Histogram more = of(0, ZERO, 0, 1, 2);
    assertThat(HistogramChange.isReset(hinted(less, ResetHint.NOT_RESET), more)).isFalse();
    assertThat(HistogramChange.isReset(hinted(more, ResetHint.RESET), less)).isTrue();
  }

  @Test
  void a_finer_layout_is_a_reset_and_a_coarser_one_is_not() {
    // The buckets 1 to 4 of schema 1 are 1 and 2 of schema 0.
    Histogram fine = of(1, ZERO, 2, 1, 1, 2, 3, 4);
    Histogram coarse = of(0, ZERO, 2, 1, 3, 8);
    assertThat(HistogramChange.isReset(fine, of(0, ZERO, 0, 1, 1))).isTrue();
    assertThat(HistogramChange.isReset(coarse, fine)).isFalse();
    assertThat(HistogramChange.isReset(of(0, ZERO, 2, 1, 2, 9), fine)).isTrue();
    assertThat(HistogramChange.since(coarse, fine)).isEqualTo(since(0, ZERO, 0, 2, 1, 1, 2));
  }

  @Test
  void a_zero_bucket_may_grow_over_whole_buckets() {
    // Bucket 1 of schema 0 ends at 2.
    Histogram before = of(0, ZERO, 2, 1, 3, 4);
    Histogram wider = of(0, 2, 6, 2, 5);
    assertThat(HistogramChange.isReset(wider, before)).isFalse();
    assertThat(HistogramChange.since(wider, before)).isEqualTo(since(0, 2, 1, 2, 1, 2, 4));
    assertThat(HistogramChange.isReset(of(0, 2, 4, 2, 5), before)).isTrue();
    assertThat(HistogramChange.isReset(of(0, 1.5, 9, 1, 9, 9), before)).isTrue();
    assertThat(HistogramChange.isReset(before, wider)).isTrue();
  }

  /** The expected difference: one bucket, the count, and the sum. */
  private static Histogram since(
      int schema,
      double zeroThreshold,
      double zeroCount,
      int index,
      double bucket,
      double count,
      double sum) {
    return new Histogram(
        schema,
        true,
        ResetHint.UNKNOWN,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        List.of(new BucketSpan(index, 1)),
        new double[] {bucket},
        List.of(),
        new double[0],
        new double[0]);
  }

  @Test
  void empty_buckets_are_left_out_of_a_difference() {
    Histogram now = of(0, ZERO, 2, -3, 1, 5, 1, 1, 7);
    Histogram base = of(0, ZERO, 1, -3, 1, 2, 1, 0, 5);
    Histogram since = HistogramChange.since(now, base);
    assertThat(since.positiveSpans()).containsExactly(new BucketSpan(-2, 1), new BucketSpan(1, 2));
    assertThat(since.positiveCounts()).containsExactly(3, 1, 2);
    assertThat(since.count()).isEqualTo(7);
    assertThat(since.zeroCount()).isEqualTo(1);
  }
}
