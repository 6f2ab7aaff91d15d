// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.SharedSeries;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.operator.SharedOperator;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.scan.SharedRange;
import java.util.HashMap;
import java.util.Map;

/** Brings equal parts of one query together. Used by the query's own thread. */
final class SharedParts {

  private final Execution execution;
  private final Map<Integer, SharedSeries<StepSeries>> vectors = new HashMap<>();
  private final Map<Integer, SharedSeries<SharedRange.Kept>> ranges = new HashMap<>();

  SharedParts(Execution execution) {
    this.execution = execution;
  }

  /** Returns the operator of a part that is an instant vector. */
  VectorOperator operator(Plan.Shared part, VectorOperator input, int steps) {
    SharedSeries<StepSeries> series =
        vectors.computeIfAbsent(part.number(), n -> new SharedSeries<>(execution, part.uses()));
    return new SharedOperator(input, series, steps);
  }

  /** Returns the source of a part that is a range selector. */
  RangeSource range(Plan.Shared part, RangeSource source) {
    SharedSeries<SharedRange.Kept> series =
        ranges.computeIfAbsent(part.number(), n -> new SharedSeries<>(execution, part.uses()));
    return new SharedRange(source, series);
  }
}
