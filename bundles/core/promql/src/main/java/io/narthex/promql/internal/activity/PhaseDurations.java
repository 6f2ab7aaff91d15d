// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long a part of queries takes. Quantiles are those of the last queries, so that they follow
 * what happens now. Safe for several threads.
 */
final class PhaseDurations {

  private static final double[] BOUNDS = {0.01, 0.1, 1, 10, Double.POSITIVE_INFINITY};
  private static final double[] QUANTILES = {0.5, 0.9, 0.99};
  private static final int WINDOW = 1000;

  private final Labels labels;
  private final long[] buckets = new long[BOUNDS.length];
  private final double[] window = new double[WINDOW];
  private long count;
  private double sum;

  PhaseDurations(String slice) {
    this.labels = Labels.of("slice", slice);
  }

  synchronized void observe(long nanos) {
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (seconds > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket]++;
    window[(int) (count % WINDOW)] = seconds;
    count++;
    sum += seconds;
  }

  synchronized HistogramDataPointSnapshot histogram() {
    ClassicHistogramBuckets.Builder builder = ClassicHistogramBuckets.builder();
    for (int i = 0; i < BOUNDS.length; i++) {
      builder.bucket(BOUNDS[i], buckets[i]);
    }
    return HistogramDataPointSnapshot.builder()
        .labels(labels)
        .classicHistogramBuckets(builder.build())
        .sum(sum)
        .build();
  }

  synchronized SummaryDataPointSnapshot summary() {
    int size = (int) Math.min(count, WINDOW);
    double[] sorted = Arrays.copyOf(window, size);
    Arrays.sort(sorted);
    List<Quantile> quantiles = new ArrayList<>();
    for (double q : QUANTILES) {
      double value = size == 0 ? Double.NaN : sorted[(int) Math.min(size - 1, q * size)];
      quantiles.add(new Quantile(q, value));
    }
    return SummaryDataPointSnapshot.builder()
        .labels(labels)
        .count(count)
        .sum(sum)
        .quantiles(Quantiles.of(quantiles))
        .build();
  }
}
