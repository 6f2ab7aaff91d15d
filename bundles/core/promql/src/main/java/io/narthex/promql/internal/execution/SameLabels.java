// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins series that have the same labels and never a sample at the same step; the order is that of
 * first appearance. Whether the name goes is up to the one with the earliest sample. Not safe for
 * several threads.
 */
public final class SameLabels {

  private final Map<Labels, StepSeries> byLabels = new LinkedHashMap<>();

  /**
   * Adds a series that is handed over.
   *
   * @throws EvaluationException when a step has a sample already
   */
  public void add(StepSeries series) {
    StepSeries present = byLabels.putIfAbsent(series.labels(), series);
    if (present != null) {
      join(present, series);
    }
  }

  private static void join(StepSeries into, StepSeries series) {
    if (series.firstStep() < into.firstStep()) {
      into.label(into.labels(), series.dropName());
    }
    for (int i = 0; i < series.steps(); i++) {
      if (!series.present(i)) {
        continue;
      }
      if (into.present(i)) {
        throw new EvaluationException(EvaluationException.SAME_LABELS);
      }
      Histogram h = series.histogram(i);
      if (h != null) {
        into.set(i, h);
      } else {
        into.set(i, series.values()[i]);
      }
    }
  }

  /** Returns the joined series. */
  public List<StepSeries> series() {
    return new ArrayList<>(byLabels.values());
  }

  /** Joins a list. */
  public static List<StepSeries> join(List<StepSeries> series) {
    if (series.size() < 2) {
      return series;
    }
    SameLabels joined = new SameLabels();
    series.forEach(joined::add);
    return joined.series();
  }
}
