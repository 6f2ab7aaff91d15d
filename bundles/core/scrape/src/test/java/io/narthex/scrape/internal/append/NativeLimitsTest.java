// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeLimitsTest {

  private static NativeLimits limits(long buckets, double factor) {
    return new NativeLimits(new HistogramRules(true, false, false, buckets, factor));
  }

  private static Histogram histogram(int schema, List<BucketSpan> spans, double... counts) {
    double count = 0;
    for (double each : counts) {
      count += each;
    }
    return new Histogram(
        schema,
        true,
        ResetHint.UNKNOWN,
        0,
        0,
        count,
        1,
        spans,
        counts,
        List.of(),
        new double[0],
        new double[0]);
  }

  @Test
  void neighbours_are_put_together_until_the_buckets_fit() throws Exception {
    Histogram given =
        histogram(2, List.of(new BucketSpan(1, 4), new BucketSpan(4, 1)), 1, 2, 3, 4, 5);

    Histogram half = limits(3, 0).apply(given);

    // Buckets 1 to 4 end at powers of 2^(1/4); two steps coarser all of them end at 2.
    assertThat(half.schema()).isEqualTo(1);
    assertThat(half.positiveSpans()).containsExactly(new BucketSpan(1, 2), new BucketSpan(2, 1));
    assertThat(half.positiveCounts()).containsExactly(3, 7, 5);
    assertThat(limits(2, 0).apply(given).positiveCounts()).containsExactly(10, 5);
    assertThat(limits(5, 0).apply(given)).isSameAs(given);
  }

  @Test
  void a_factor_sets_the_finest_schema() throws Exception {
    Histogram given = histogram(8, List.of(new BucketSpan(1, 1)), 1);

    assertThat(limits(0, 1.1).apply(given).schema()).isEqualTo(2);
    assertThat(limits(0, 2).apply(given).schema()).isEqualTo(0);
    assertThat(limits(0, 1e9).apply(given).schema()).isEqualTo(-4);
    assertThat(limits(0, 1).apply(given).schema()).isEqualTo(8);
  }

  @Test
  void what_is_broken_or_cannot_shrink_fails_the_scrape() {
    Histogram spread = histogram(-4, List.of(new BucketSpan(1, 1), new BucketSpan(9, 1)), 1, 1);
    assertThatThrownBy(() -> limits(1, 0).apply(spread))
        .hasMessageContaining("native_histogram_bucket_limit: 1");
    assertThatThrownBy(() -> limits(0, 0).apply(histogram(-7, List.of(new BucketSpan(1, 1)), 1)))
        .hasMessageContaining("schema -7 is unknown");
    assertThatThrownBy(() -> limits(0, 0).apply(histogram(0, List.of(new BucketSpan(1, 1)), -1)))
        .hasMessageContaining("a bucket has the count -1");
  }

  @Test
  void no_observation_is_lost() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      int spans = random.nextInt(4);
      List<BucketSpan> all = new java.util.ArrayList<>();
      int buckets = 0;
      for (int i = 0; i < spans; i++) {
        int length = random.nextInt(5);
        all.add(new BucketSpan(i == 0 ? random.nextInt(40) - 20 : random.nextInt(6), length));
        buckets += length;
      }
      double[] counts = random.ints(buckets, 0, 9).asDoubleStream().toArray();
      Histogram given = histogram(5, all, counts);
      Histogram step = given;
      for (int schema = 4; schema >= -4; schema--) {
        step = NativeLimits.reduce(step, schema);
      }
      Histogram once = NativeLimits.reduce(given, -4);
      assertThat(once).as("seed %d", seed).isEqualTo(step);
      assertThat(java.util.Arrays.stream(once.positiveCounts()).sum())
          .as("seed %d", seed)
          .isEqualTo(given.count());
    }
  }
}
