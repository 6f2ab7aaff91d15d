// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.execution.Operator;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.function.FunctionCall;
import io.narthex.promql.internal.operator.DropNames;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.RangeSource;
import io.narthex.spi.model.SpecialValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a function of a plug-in over each series of its vector argument. Labels are kept. */
final class PluginFunctionOperator implements VectorOperator {

  private final PluginFunction function;
  private final FunctionCall call;
  private final @Nullable RangeSource range;
  private final @Nullable VectorOperator vector;
  private final Map<Integer, ScalarOperator> scalars = new HashMap<>();
  private final Map<Integer, String> texts = new HashMap<>();

  private PluginFunctionOperator(PluginFunction function, FunctionCall call) {
    this.function = function;
    this.call = call;
    RangeSource foundRange = null;
    VectorOperator foundVector = null;
    List<ValueType> types = function.type().args();
    for (int i = 0; i < types.size(); i++) {
      switch (types.get(i)) {
        case SCALAR -> scalars.put(i, call.scalar(i));
        case STRING -> texts.put(i, call.text(i));
        case VECTOR -> foundVector = call.vector(i);
        case MATRIX -> foundRange = call.range(i);
      }
    }
    this.range = foundRange;
    this.vector = foundVector;
  }

  /** Makes the operator of a call. */
  static Operator of(PluginFunction function, FunctionCall call, boolean keepsName) {
    PluginFunctionOperator operator = new PluginFunctionOperator(function, call);
    if (function.type().result() == ValueType.SCALAR) {
      return (ScalarOperator) operator::number;
    }
    return keepsName ? operator : new DropNames(call.execution(), operator, true);
  }

  @Override
  public boolean namesDiffer() {
    return range != null ? range.namesDiffer() : vector != null && vector.namesDiffer();
  }

  private PluginCall prepared() {
    Map<Integer, double[]> numbers = new HashMap<>();
    scalars.forEach((place, scalar) -> numbers.put(place, scalar.evaluate()));
    return new PluginCall(
        function.type().name(),
        call.execution(),
        call.grid(),
        range == null ? null : range.windows(),
        range == null ? 0 : range.rangeMs(),
        numbers,
        texts,
        call.span());
  }

  private double[] number() {
    FunctionBlock block = newBlock(prepared());
    block.addEmpty();
    double[] values = new double[call.grid().count()];
    block.run(
        s -> {
          for (int i = 0; i < values.length; i++) {
            double v = s.values()[i];
            values[i] = SpecialValues.isAbsent(v) ? Double.NaN : v;
          }
        });
    return values;
  }

  @Override
  public void run(SeriesSink sink) {
    PluginCall prepared = prepared();
    if (range != null) {
      range.run(() -> new RangeConsumer(newBlock(prepared), sink.open()));
    } else if (vector != null) {
      vector.run(() -> new VectorWriter(newBlock(prepared), sink.open()));
    }
  }

  private FunctionBlock newBlock(PluginCall prepared) {
    return new FunctionBlock(function, prepared, call.execution().limits());
  }

  /** Takes the series of a range vector. */
  private record RangeConsumer(FunctionBlock block, SeriesWriter writer)
      implements RangeSource.Consumer {

    @Override
    public void accept(RangeSeries series) {
      if (series.floats().count() > 0) {
        block.add(series);
        if (block.full()) {
          block.run(writer);
        }
      }
    }

    @Override
    public void finish() {
      block.run(writer);
      writer.close();
    }
  }

  /** Takes the series of an instant vector. */
  private record VectorWriter(FunctionBlock block, SeriesWriter writer) implements SeriesWriter {

    @Override
    public void accept(StepSeries series) {
      block.add(series);
      if (block.full()) {
        block.run(writer);
      }
    }

    @Override
    public void close() {
      block.run(writer);
      writer.close();
    }
  }
}
