// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** topk and bottomk over series as they come: holds the best of each step, not all series. */
final class RankOperator {

  private final Execution execution;
  private final AggregateContext context;
  private final boolean top;
  private final Grouping grouping;

  /** An operator with the numbers wanted at each step in its context. */
  RankOperator(AggregateContext context, boolean top, Grouping grouping) {
    this.execution = context.execution();
    this.context = context;
    this.top = top;
    this.grouping = grouping;
  }

  void run(VectorOperator input, SeriesSink sink) {
    Map<Labels, StepRanks> groups = new LinkedHashMap<>();
    input.run(() -> new Worker(groups));
    try (SeriesWriter writer = sink.open()) {
      for (StepRanks group : new TreeMap<>(groups).values()) {
        execution.limits().check();
        group.result().forEach(writer::accept);
        group.release();
      }
    }
  }

  /** The groups of one thread, which join the others' when it is done. */
  private final class Worker implements SeriesWriter {

    private final Map<Labels, StepRanks> all;
    private final Map<Labels, StepRanks> own = new LinkedHashMap<>();

    Worker(Map<Labels, StepRanks> all) {
      this.all = all;
    }

    @Override
    public void accept(StepSeries series) {
      Ignored.histograms(context, series);
      own.computeIfAbsent(
              grouping.of(series.labels()),
              group -> new StepRanks(execution.limits(), top, context.param()))
          .add(series);
    }

    @Override
    public void close() {
      synchronized (all) {
        own.forEach(
            (labels, ranks) -> {
              StepRanks present = all.putIfAbsent(labels, ranks);
              if (present != null) {
                present.merge(ranks);
                ranks.release();
              }
            });
      }
    }
  }
}
