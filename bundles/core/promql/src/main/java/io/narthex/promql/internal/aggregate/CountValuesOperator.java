// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Utf8;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** count_values: for each group and each value, how many elements have it. */
public final class CountValuesOperator implements VectorOperator {

  private final Execution execution;
  private final VectorOperator input;
  private final String label;
  private final Grouping grouping;
  private final int steps;

  /** An operator that puts the values into a label. */
  public CountValuesOperator(
      Execution execution,
      VectorOperator input,
      String label,
      List<String> grouping,
      boolean without,
      int steps) {
    this.execution = execution;
    this.input = input;
    this.label = label;
    List<String> names = new ArrayList<>(grouping);
    if (!without) {
      names.add(label);
    }
    this.grouping = new Grouping(names, without);
    this.steps = steps;
  }

  @Override
  public boolean namesDiffer() {
    return grouping.keepsNames();
  }

  @Override
  public void run(SeriesSink sink) {
    if (!Utf8.isValidName(label)) {
      throw new EvaluationException("invalid label name " + GoText.quote(label));
    }
    Map<Labels, StepSeries> groups = new LinkedHashMap<>();
    input.run(
        SeriesSink.of(
            s -> {
              synchronized (groups) {
                count(s, groups);
              }
            }));
    try (SeriesWriter writer = sink.open()) {
      groups.values().forEach(writer::accept);
    }
  }

  private void count(StepSeries s, Map<Labels, StepSeries> groups) {
    long lastBits = 0;
    StepSeries last = null;
    for (int i = 0; i < steps; i++) {
      if (!s.present(i)) {
        continue;
      }
      Histogram h = s.histogram(i);
      long bits = Double.doubleToRawLongBits(s.values()[i]);
      StepSeries out;
      if (h == null && last != null && bits == lastBits) {
        out = last;
      } else {
        String text = h == null ? GoText.plain(s.values()[i]) : FloatHistogram.of(h).toString();
        out = group(grouping.of(s.labels().with(label, text)), groups);
      }
      if (h == null) {
        last = out;
        lastBits = bits;
      }
      out.set(i, out.present(i) ? out.values()[i] + 1 : 1);
    }
  }

  private StepSeries group(Labels labels, Map<Labels, StepSeries> groups) {
    return groups.computeIfAbsent(
        labels,
        l -> {
          execution.limits().hold(steps);
          execution.limits().holdBytes(SeriesBytes.of(l));
          StepSeries fresh = new StepSeries(steps);
          fresh.label(l, false);
          return fresh;
        });
  }
}
