// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramText;
import io.narthex.promql.internal.histogram.PopulatedBuckets;
import io.narthex.spi.model.Histogram;
import java.util.List;

/** The buckets of a native histogram as the HTTP API lists them. */
public final class HistogramBuckets {

  /**
   * One bucket.
   *
   * @param boundaries which bounds belong to it, by the API's numbers: 0 the upper, 1 the lower, 2
   *     none, 3 both
   * @param lower the lower bound
   * @param upper the upper bound
   * @param count the observations in it, not 0
   */
  public record Bucket(int boundaries, double lower, double upper, double count) {}

  private HistogramBuckets() {}

  /** Returns the populated buckets in ascending order, the zero bucket among them. */
  public static List<Bucket> of(Histogram histogram) {
    return PopulatedBuckets.of(histogram);
  }

  /**
   * Returns the histogram as Prometheus prints it in text: <code>{count:3, sum:4, (1,2]:3}</code>.
   */
  public static String text(Histogram histogram) {
    return HistogramText.result(FloatHistogram.of(histogram));
  }
}
