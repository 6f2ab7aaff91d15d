// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Matching.Cardinality;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The labels of the result of two matching elements. Remembers the last pair. One thread. */
final class ResultLabels {

  private final Matching matching;
  private final Set<String> names;
  private final boolean dropName;
  private @Nullable Labels lastMany;
  private @Nullable Labels lastOne;
  private Labels last = Labels.empty();

  ResultLabels(Matching matching, boolean dropName) {
    this.matching = matching;
    this.names = Set.copyOf(matching.labels());
    this.dropName = dropName;
  }

  /** Returns the labels for an element of the "many" side and one of the "one" side. */
  Labels of(Labels many, Labels one) {
    if (many != lastMany || one != lastOne) {
      last = compute(many, one);
      lastMany = many;
      lastOne = one;
    }
    return last;
  }

  private Labels compute(Labels many, Labels one) {
    Labels labels = dropName ? MetricLabels.drop(many) : many;
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      labels = labels.keep(n -> names.contains(n) == matching.on());
    }
    if (matching.include().isEmpty()) {
      return labels;
    }
    LabelsBuilder builder = labels.toBuilder();
    for (String name : matching.include()) {
      builder.set(name, one.get(name));
    }
    return builder.build();
  }
}
