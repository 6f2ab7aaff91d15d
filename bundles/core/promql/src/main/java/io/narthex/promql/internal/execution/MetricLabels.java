// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;

/** The labels that say what a metric is: name, type and unit. They go when the meaning changes. */
public final class MetricLabels {

  /** The label that holds the metric's type. */
  public static final String TYPE = "__type__";

  /** The label that holds the metric's unit. */
  public static final String UNIT = "__unit__";

  private MetricLabels() {}

  /** Returns whether the label is one of the three. */
  public static boolean isMetricLabel(String name) {
    return name.equals(Label.METRIC_NAME) || name.equals(TYPE) || name.equals(UNIT);
  }

  /** Returns the labels without the three. */
  public static Labels drop(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      if (isMetricLabel(labels.name(i))) {
        return labels.keep(n -> !isMetricLabel(n));
      }
    }
    return labels;
  }
}
