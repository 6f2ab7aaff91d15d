// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** and, or, unless: by which steps the other side has an element of the same signature. */
public final class SetOperator implements VectorOperator {

  private final BinaryOp op;
  private final Execution execution;
  private final VectorOperator left;
  private final VectorOperator right;
  private final Signatures signatures;
  private final int steps;

  /** An operator over two vectors. */
  public SetOperator(
      BinaryOp op,
      Execution execution,
      VectorOperator left,
      VectorOperator right,
      Matching matching,
      int steps) {
    this.op = op;
    this.execution = execution;
    this.left = left;
    this.right = right;
    this.signatures = new Signatures(matching);
    this.steps = steps;
  }

  @Override
  public boolean namesDiffer() {
    return op == BinaryOp.OR || left.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    if (op == BinaryOp.OR) {
      union(sink);
      return;
    }
    try (Collector kept = Collector.of(left, execution.limits())) {
      filter(kept.series(), sink);
    }
  }

  /** The right side is only asked where it is present, so its series need not be held. */
  private void filter(List<StepSeries> kept, SeriesSink sink) {
    Map<Labels, boolean[]> present = new HashMap<>();
    right.run(
        SeriesSink.of(
            s -> {
              Labels signature = signatures.of(s.labels());
              synchronized (present) {
                mark(present.computeIfAbsent(signature, this::flags), s);
              }
            }));
    boolean wanted = op == BinaryOp.AND;
    try (SeriesWriter writer = sink.open()) {
      for (StepSeries s : kept) {
        boolean[] there = present.get(signatures.of(s.labels()));
        if (there == null) {
          if (!wanted) {
            writer.accept(s);
          }
          continue;
        }
        clear(s, there, !wanted);
        if (!s.isEmpty()) {
          writer.accept(s);
        }
      }
    }
    release(present);
  }

  private static void mark(boolean[] present, StepSeries s) {
    for (int i = 0; i < present.length; i++) {
      if (s.present(i)) {
        present[i] = true;
      }
    }
  }

  private static void clear(StepSeries s, boolean[] there, boolean value) {
    for (int i = 0; i < there.length; i++) {
      if (there[i] == value) {
        s.clear(i);
      }
    }
  }

  private boolean[] flags(Labels signature) {
    execution.limits().holdBytes(flagBytes(signature));
    return new boolean[steps];
  }

  private long flagBytes(Labels signature) {
    return SeriesBytes.of(signature) + steps;
  }

  private void release(Map<Labels, boolean[]> flags) {
    flags.keySet().forEach(s -> execution.limits().releaseBytes(flagBytes(s)));
  }

  private void union(SeriesSink sink) {
    Limits limits = execution.limits();
    try (Collector lefts = Collector.of(left, limits);
        Collector rights = Collector.of(right, limits)) {
      union(lefts.series(), rights.series(), sink);
    }
  }

  private void union(List<StepSeries> lefts, List<StepSeries> rights, SeriesSink sink) {
    SameLabels joined = new SameLabels();
    Map<Labels, boolean[]> present = new HashMap<>();
    for (StepSeries s : lefts) {
      mark(present.computeIfAbsent(signatures.of(s.labels()), this::flags), s);
      joined.add(s);
    }
    for (StepSeries s : rights) {
      boolean[] there = present.get(signatures.of(s.labels()));
      if (there != null) {
        clear(s, there, true);
      }
      if (!s.isEmpty()) {
        joined.add(s);
      }
    }
    try (SeriesWriter writer = sink.open()) {
      joined.series().forEach(writer::accept);
    }
    release(present);
  }
}
