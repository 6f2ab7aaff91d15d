// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import java.util.List;
import java.util.function.Supplier;

/** Pushes a list that is computed when the evaluation begins. */
public final class CollectedOperator implements VectorOperator {

  private final Supplier<List<StepSeries>> series;
  private final boolean namesDiffer;

  /**
   * An operator.
   *
   * @param series called once; the series are handed over
   */
  public CollectedOperator(boolean namesDiffer, Supplier<List<StepSeries>> series) {
    this.namesDiffer = namesDiffer;
    this.series = series;
  }

  @Override
  public boolean namesDiffer() {
    return namesDiffer;
  }

  @Override
  public void run(SeriesSink sink) {
    List<StepSeries> list = series.get();
    try (SeriesWriter writer = sink.open()) {
      list.forEach(writer::accept);
    }
  }
}
