// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.QueryValue.RawSeries;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins raw series that became the same when their names were dropped at the end of the query, as
 * long as no two have a float, or a histogram, at the same time.
 */
final class SameRawLabels {

  private SameRawLabels() {}

  /** Joins neighbours of a list that is sorted by labels. */
  static List<RawSeries> join(List<RawSeries> sorted) {
    List<RawSeries> joined = new ArrayList<>(sorted.size());
    for (RawSeries s : sorted) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).labels().equals(s.labels())) {
        joined.set(last, join(joined.get(last), s));
      } else {
        joined.add(s);
      }
    }
    return joined;
  }

  private static RawSeries join(RawSeries a, RawSeries b) {
    int n = a.timestampsMs().length;
    int m = b.timestampsMs().length;
    long[] times = new long[n + m];
    double[] values = new double[n + m];
    @Nullable Histogram[] histograms = new Histogram[n + m];
    boolean anyHistogram = false;
    int i = 0;
    int j = 0;
    for (int k = 0; k < times.length; k++) {
      boolean fromA = j == m || (i < n && a.timestampsMs()[i] <= b.timestampsMs()[j]);
      RawSeries from = fromA ? a : b;
      int row = fromA ? i++ : j++;
      times[k] = from.timestampsMs()[row];
      Histogram h = histogram(from, row);
      histograms[k] = h;
      values[k] = h == null ? from.values()[row] : SpecialValues.ABSENT;
      anyHistogram |= h != null;
      boolean sameKind = k > 0 && (histograms[k - 1] == null) == (h == null);
      if (sameKind && times[k] == times[k - 1]) {
        throw new EvaluationException(EvaluationException.SAME_LABELS);
      }
    }
    return new RawSeries(a.labels(), times, values, anyHistogram ? histograms : null);
  }

  private static @Nullable Histogram histogram(RawSeries series, int row) {
    @Nullable Histogram[] histograms = series.histograms();
    return histograms == null ? null : histograms[row];
  }
}
