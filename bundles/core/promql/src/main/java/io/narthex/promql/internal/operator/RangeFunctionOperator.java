// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.function.FunctionCall;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.promql.internal.window.RangeContext;
import io.narthex.promql.internal.window.RangeKernel;
import java.util.ArrayList;
import java.util.List;

/** Runs a kernel over each series of a range vector. Labels are kept. */
public final class RangeFunctionOperator implements VectorOperator {

  private final Execution execution;
  private final RangeSource source;
  private final Extension extension;
  private final RangeKernel.Factory kernels;
  private final List<ScalarOperator> scalars = new ArrayList<>();
  private final Span span;
  private final Span firstArgument;

  /**
   * An operator for a call.
   *
   * @param range which argument is the range vector; the others are scalars
   * @param extension how the edges of the ranges are treated
   */
  public RangeFunctionOperator(
      FunctionCall call, int range, Extension extension, RangeKernel.Factory kernels) {
    this.execution = call.execution();
    this.source = call.range(range);
    this.extension = extension;
    this.kernels = kernels;
    this.span = call.span(range);
    this.firstArgument = call.span(0);
    for (int i = 0; i < call.count(); i++) {
      if (i != range) {
        scalars.add(call.scalar(i));
      }
    }
  }

  @Override
  public boolean namesDiffer() {
    return source.namesDiffer();
  }

  @Override
  public void run(SeriesSink sink) {
    double[][] arguments = new double[scalars.size()][];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = scalars.get(i).evaluate();
    }
    RangeContext context =
        new RangeContext(
            execution,
            source.windows(),
            source.rangeMs(),
            extension,
            arguments,
            span,
            firstArgument);
    source.run(() -> new Worker(kernels.create(context), sink.open()));
  }

  private final class Worker implements RangeSource.Consumer {

    private final RangeKernel kernel;
    private final SeriesWriter writer;
    private final StepSeries out = new StepSeries(source.windows().grid().count());

    Worker(RangeKernel kernel, SeriesWriter writer) {
      this.kernel = kernel;
      this.writer = writer;
    }

    @Override
    public void accept(RangeSeries series) {
      out.clear();
      out.label(series.labels(), series.dropName());
      kernel.evaluate(series, out);
      if (!out.isEmpty()) {
        writer.accept(out);
      }
    }

    @Override
    public void finish() {
      writer.close();
    }
  }
}
