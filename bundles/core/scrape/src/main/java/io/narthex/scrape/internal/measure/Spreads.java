// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.measure;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes families of recent values, one series a value of one label. */
public final class Spreads {

  private static final double[] QUANTILES = {0.01, 0.05, 0.5, 0.9, 0.99};

  private Spreads() {}

  /** Makes a summary, one series a value of a label. */
  public static SummarySnapshot summary(
      String name, String help, String label, Map<String, RecentValues> values) {
    Map<Labels, RecentValues> labelled = new LinkedHashMap<>();
    values.forEach((of, recent) -> labelled.put(Labels.of(label, of), recent));
    return summary(name, help, QUANTILES, labelled);
  }

  /** Makes a summary, one series a set of labels. */
  public static SummarySnapshot summary(
      String name, String help, double[] quantilesShown, Map<Labels, RecentValues> values) {
    SummarySnapshot.Builder out = SummarySnapshot.builder().name(name).help(help);
    values.forEach(
        (of, recent) -> {
          RecentValues.View view = recent.view();
          List<Quantile> quantiles = new ArrayList<>();
          for (double q : quantilesShown) {
            quantiles.add(new Quantile(q, view.quantile(q)));
          }
          out.dataPoint(
              SummaryDataPointSnapshot.builder()
                  .labels(of)
                  .count(view.count())
                  .sum(view.sum())
                  .quantiles(Quantiles.of(quantiles))
                  .build());
        });
    return out.build();
  }

  /** Makes a histogram, one series a value of a label. */
  public static HistogramSnapshot histogram(
      String name, String help, String label, Map<String, RecentValues> values) {
    HistogramSnapshot.Builder out = HistogramSnapshot.builder().name(name).help(help);
    values.forEach(
        (of, recent) -> {
          RecentValues.View view = recent.view();
          ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
          for (int i = 0; i < RecentValues.BOUNDS.length; i++) {
            buckets.bucket(RecentValues.BOUNDS[i], view.buckets()[i]);
          }
          out.dataPoint(
              HistogramDataPointSnapshot.builder()
                  .labels(Labels.of(label, of))
                  .classicHistogramBuckets(buckets.build())
                  .sum(view.sum())
                  .build());
        });
    return out.build();
  }
}
