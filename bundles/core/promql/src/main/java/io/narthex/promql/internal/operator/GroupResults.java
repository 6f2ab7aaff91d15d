// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of one group, checked for elements that would be the same. For one thread. */
final class GroupResults {

  private final boolean oneToOne;
  private final Limits limits;
  private final int steps;
  private final boolean[] matched;
  private final Map<Labels, Out> outs = new LinkedHashMap<>();
  private @Nullable Labels lastLabels;
  private @Nullable Out last;
  private long heldBytes;

  /** A result series, and the steps that were matched whether a sample was kept or not. */
  private record Out(StepSeries series, boolean[] inserted) {}

  GroupResults(Limits limits, boolean oneToOne, int steps) {
    this.limits = limits;
    this.oneToOne = oneToOne;
    this.steps = steps;
    this.matched = new boolean[steps];
  }

  /** Returns whether anything was matched at a step. */
  boolean matched(int step) {
    return matched[step];
  }

  void put(Labels labels, int step, Pairing pairing, boolean dropName) {
    if (oneToOne && matched[step]) {
      throw new EvaluationException(
          "multiple matches for labels: many-to-one matching must be explicit"
              + " (group_left/group_right)");
    }
    matched[step] = true;
    Out out = out(labels, dropName);
    if (out.inserted()[step]) {
      throw new EvaluationException(
          "multiple matches for labels: grouping labels must ensure unique matches");
    }
    out.inserted()[step] = true;
    if (!pairing.keep()) {
      return;
    }
    Histogram h = pairing.histogram();
    if (h == null) {
      out.series().set(step, pairing.value());
    } else {
      out.series().set(step, h);
    }
  }

  private Out out(Labels labels, boolean dropName) {
    Out cached = last;
    if (cached != null && labels == lastLabels) {
      return cached;
    }
    Out out =
        outs.computeIfAbsent(
            labels,
            l -> {
              long bytes = SeriesBytes.of(l) + steps * (Double.BYTES + 1L);
              limits.holdBytes(bytes);
              heldBytes += bytes;
              StepSeries s = new StepSeries(steps);
              s.label(l, dropName);
              return new Out(s, new boolean[steps]);
            });
    lastLabels = labels;
    last = out;
    return out;
  }

  /** Returns how many bytes were accounted for. */
  long heldBytes() {
    return heldBytes;
  }

  void addTo(SameLabels results) {
    for (Out out : outs.values()) {
      if (!out.series().isEmpty()) {
        results.add(out.series());
      }
    }
  }
}
