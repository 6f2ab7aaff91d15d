// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Info series by the labels that identify a target. Their values are the samples' timestamps. */
final class InfoSeries {

  /** The labels by which info series and others belong together. */
  static final List<String> IDENTIFYING = List.of("instance", "job");

  private final Map<Labels, TreeMap<String, List<StepSeries>>> byTarget = new HashMap<>();

  InfoSeries(List<StepSeries> series) {
    for (StepSeries s : series) {
      byTarget
          .computeIfAbsent(target(s.labels()), k -> new TreeMap<>())
          .computeIfAbsent(s.labels().metricName(), k -> new ArrayList<>())
          .add(s);
    }
  }

  private static Labels target(Labels labels) {
    return labels.keep(IDENTIFYING::contains);
  }

  /** Returns the info series of a series' target, those of one metric together. */
  List<List<StepSeries>> matching(Labels labels) {
    TreeMap<String, List<StepSeries>> byName = byTarget.get(target(labels));
    return byName == null ? List.of() : List.copyOf(byName.values());
  }

  /** Returns the series of one metric that has the newest sample at a step, or null. */
  static @Nullable StepSeries newest(List<StepSeries> sameName, int step) {
    StepSeries newest = null;
    for (StepSeries s : sameName) {
      if (!s.present(step)) {
        continue;
      }
      if (newest == null || s.values()[step] > newest.values()[step]) {
        newest = s;
      } else if (s.values()[step] == newest.values()[step]) {
        throw new EvaluationException(
            "found duplicate series for info metric: existing "
                + newest.labels()
                + " @ "
                + (long) newest.values()[step]
                + ", new "
                + s.labels()
                + " @ "
                + (long) s.values()[step]);
      }
    }
    return newest;
  }
}
