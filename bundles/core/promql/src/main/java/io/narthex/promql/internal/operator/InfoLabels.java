// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.Matcher;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The labels of a series with those of info series added. Remembers the last answer. */
final class InfoLabels {

  private final Set<String> wanted;
  private @Nullable Labels lastBase;
  private List<StepSeries> lastFound = List.of();
  private @Nullable Labels last;

  InfoLabels(List<Matcher> dataMatchers) {
    this.wanted = dataMatchers.stream().map(Matcher::name).collect(Collectors.toSet());
  }

  /**
   * Returns the labels, or null when the series is to be left out.
   *
   * @param found one series of each info metric
   * @param mustMatch whether a series without info series is left out
   */
  @Nullable Labels of(Labels base, List<StepSeries> found, boolean mustMatch) {
    if (base == lastBase && found.equals(lastFound)) {
      return last;
    }
    lastBase = base;
    lastFound = found;
    last = found.isEmpty() && mustMatch ? null : merge(base, found);
    return last;
  }

  private Labels merge(Labels base, List<StepSeries> found) {
    LabelsBuilder added = new LabelsBuilder();
    for (StepSeries info : found) {
      for (Label label : info.labels()) {
        boolean skipped =
            label.name().equals(Label.METRIC_NAME)
                || (!wanted.isEmpty() && !wanted.contains(label.name()));
        if (skipped) {
          continue;
        }
        String present = added.get(label.name());
        if (!present.isEmpty() && !present.equals(label.value())) {
          throw new EvaluationException("conflicting label: " + label.name());
        }
        if (!base.contains(label.name())) {
          added.set(label.name(), label.value());
        }
      }
    }
    LabelsBuilder result = base.toBuilder();
    for (Label label : added.build()) {
      result.set(label.name(), label.value());
    }
    return result.build();
  }
}
