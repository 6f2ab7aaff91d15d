// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Histogram;
import java.util.Arrays;

/** Repeats the only step of its input at all steps. */
public final class OnceOperator implements VectorOperator {

  private final VectorOperator input;
  private final int steps;

  /** An operator over one that was built for the first step alone. */
  public OnceOperator(VectorOperator input, int steps) {
    this.input = input;
    this.steps = steps;
  }

  @Override
  public boolean namesDiffer() {
    return input.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    input.run(() -> new Repeat(sink.open()));
  }

  private final class Repeat implements SeriesWriter {

    private final SeriesWriter next;
    private final StepSeries out = new StepSeries(steps);

    Repeat(SeriesWriter next) {
      this.next = next;
    }

    @Override
    public void accept(StepSeries s) {
      if (s.steps() == 0) {
        return;
      }
      out.dropHistograms();
      out.label(s.labels(), s.dropName());
      Histogram h = s.histogram(0);
      if (h == null) {
        Arrays.fill(out.values(), s.values()[0]);
      } else {
        for (int i = 0; i < steps; i++) {
          out.set(i, h);
        }
      }
      next.accept(out);
    }

    @Override
    public void close() {
      next.close();
    }
  }
}
