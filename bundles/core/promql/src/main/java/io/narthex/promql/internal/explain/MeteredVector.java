// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.explain;

import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;

/** A vector operator with a meter. */
final class MeteredVector implements VectorOperator {

  private final Profile profile;
  private final Meter meter;
  private final VectorOperator operator;

  MeteredVector(Profile profile, Meter meter, VectorOperator operator) {
    this.profile = profile;
    this.meter = meter;
    this.operator = operator;
  }

  @Override
  public boolean namesDiffer() {
    return operator.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    Meter before = profile.watch().change(meter);
    try {
      operator.run(() -> open(sink));
    } finally {
      profile.watch().change(before);
    }
  }

  /** A helper's thread begins to work for this operator when it opens a writer. */
  private SeriesWriter open(SeriesSink sink) {
    boolean helper = profile.watch().idle();
    Meter before = profile.enterReader(meter);
    SeriesWriter next = sink.open();
    profile.watch().change(helper ? meter : before);
    return new SeriesWriter() {
      @Override
      public void accept(StepSeries series) {
        meter.gave(series.countPresent());
        Meter then = profile.enterReader(meter);
        next.accept(series);
        profile.watch().change(then);
      }

      @Override
      public void close() {
        Meter then = profile.enterReader(meter);
        next.close();
        profile.watch().change(helper ? null : then);
      }
    };
  }
}
