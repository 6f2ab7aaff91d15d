// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.MetricLabels;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Labels;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes the metric name off series, or marks them for it when names go at the end of the query.
 * Series that are the same without a name become one where their samples do not overlap; where that
 * cannot happen because all have one name, nothing is held.
 */
public final class DropNames implements VectorOperator {

  private final Execution execution;
  private final VectorOperator input;
  private final boolean strict;

  /**
   * An operator over another.
   *
   * @param strict whether two series with the same labels are an error even without overlap
   */
  public DropNames(Execution execution, VectorOperator input, boolean strict) {
    this.execution = execution;
    this.input = input;
    this.strict = strict;
  }

  private boolean delayed() {
    return execution.features().delayedNameRemoval();
  }

  @Override
  public boolean namesDiffer() {
    return delayed() && input.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    if (delayed()) {
      input.run(() -> new Relabel(sink.open()));
    } else if (!input.namesDiffer()) {
      input.run(() -> new Relabel(sink.open()));
    } else if (strict) {
      Set<Labels> seen = new HashSet<>();
      input.run(() -> new Unique(sink.open(), seen, execution.limits()));
    } else {
      join(sink);
    }
  }

  private void join(SeriesSink sink) {
    SameLabels joined = new SameLabels();
    input.run(
        SeriesSink.of(
            s -> {
              execution.limits().hold(s.steps());
              execution.limits().holdBytes(SeriesBytes.of(s.labels()));
              StepSeries copy = s.copy();
              copy.label(MetricLabels.drop(s.labels()), false);
              synchronized (joined) {
                joined.add(copy);
              }
            }));
    try (SeriesWriter writer = sink.open()) {
      for (StepSeries s : joined.series()) {
        writer.accept(s);
        execution.limits().release(s.steps());
        execution.limits().releaseBytes(SeriesBytes.of(s.labels()));
      }
    }
  }

  private final class Relabel implements SeriesWriter {

    private final SeriesWriter next;
    // Neighbours often have the same labels, as far as they are looked at.
    private Labels lastNamed = Labels.empty();
    private Labels lastNameless = Labels.empty();

    Relabel(SeriesWriter next) {
      this.next = next;
    }

    @Override
    public void accept(StepSeries s) {
      if (delayed()) {
        s.label(s.labels(), true);
      } else {
        if (s.labels() != lastNamed) {
          lastNamed = s.labels();
          lastNameless = MetricLabels.drop(lastNamed);
        }
        s.label(lastNameless, false);
      }
      next.accept(s);
    }

    @Override
    public void close() {
      next.close();
    }
  }

  private static final class Unique implements SeriesWriter {

    private final SeriesWriter next;
    private final Set<Labels> seen;
    private final Limits limits;

    Unique(SeriesWriter next, Set<Labels> seen, Limits limits) {
      this.next = next;
      this.seen = seen;
      this.limits = limits;
    }

    @Override
    public void accept(StepSeries s) {
      Labels labels = MetricLabels.drop(s.labels());
      limits.holdBytes(SeriesBytes.of(labels));
      synchronized (seen) {
        if (!seen.add(labels)) {
          throw new EvaluationException(EvaluationException.SAME_LABELS);
        }
      }
      s.label(labels, false);
      next.accept(s);
    }

    @Override
    public void close() {
      next.close();
    }
  }
}
