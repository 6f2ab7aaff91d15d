// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.ast.Matching;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.Set;

/** The labels by which the elements of two vectors find each other. */
final class Signatures {

  private final boolean on;
  private final Set<String> names;

  Signatures(Matching matching) {
    this.on = matching.on();
    this.names = Set.copyOf(matching.labels());
  }

  Labels of(Labels labels) {
    return on
        ? labels.keep(names::contains)
        : labels.keep(n -> !n.equals(Label.METRIC_NAME) && !names.contains(n));
  }
}
