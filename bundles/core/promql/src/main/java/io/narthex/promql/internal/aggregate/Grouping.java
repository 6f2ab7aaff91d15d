// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.List;
import java.util.Set;

/** The labels of the group that a series belongs to. */
final class Grouping {

  private final Set<String> names;
  private final boolean without;

  Grouping(List<String> names, boolean without) {
    this.names = Set.copyOf(names);
    this.without = without;
  }

  Labels of(Labels labels) {
    if (without) {
      return labels.keep(n -> !n.equals(Label.METRIC_NAME) && !names.contains(n));
    }
    return names.isEmpty() ? Labels.empty() : labels.keep(names::contains);
  }

  /** Returns whether groups may differ only in name, type or unit. */
  boolean keepsNames() {
    return !without && names.contains(Label.METRIC_NAME);
  }
}
