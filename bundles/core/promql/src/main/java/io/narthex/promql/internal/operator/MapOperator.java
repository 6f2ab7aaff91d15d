// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import java.util.function.Supplier;

/** Changes each series by itself. */
public final class MapOperator implements VectorOperator {

  private final VectorOperator input;
  private final Supplier<SeriesMapper> mapper;

  /**
   * An operator over another.
   *
   * @param mapper called once, when the evaluation begins
   */
  public MapOperator(VectorOperator input, Supplier<SeriesMapper> mapper) {
    this.input = input;
    this.mapper = mapper;
  }

  @Override
  public boolean namesDiffer() {
    return input.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    SeriesMapper prepared = mapper.get();
    input.run(
        () -> {
          SeriesWriter next = sink.open();
          return new SeriesWriter() {
            @Override
            public void accept(StepSeries series) {
              if (prepared.map(series)) {
                next.accept(series);
              }
            }

            @Override
            public void close() {
              next.close();
            }
          };
        });
  }
}
