// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Annotation.Level;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.scan.Windows;
import io.narthex.spi.promql.FunctionCall;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as the plug-in sees it.
 *
 * @param windows where the windows lie, or null without an argument that is a range
 * @param rangeMs the width of the range
 * @param scalars the arguments that are scalars, by place
 * @param texts the arguments that are texts, by place
 */
record PluginCall(
    String name,
    Execution execution,
    StepGrid grid,
    @Nullable Windows windows,
    long rangeMs,
    Map<Integer, double[]> scalars,
    Map<Integer, String> texts,
    Span span)
    implements FunctionCall {

  @Override
  public int steps() {
    return grid.count();
  }

  @Override
  public long timeMs(int step) {
    return grid.at(step);
  }

  @Override
  public long windowEndMs(int step) {
    return windows == null ? grid.at(step) : windows.end(step);
  }

  @Override
  public double[] scalar(int argument) {
    return found(argument, scalars.get(argument), "scalar");
  }

  @Override
  public String text(int argument) {
    return found(argument, texts.get(argument), "text");
  }

  private static <T> T found(int argument, @Nullable T value, String kind) {
    if (value == null) {
      throw new IllegalArgumentException("argument " + argument + " is no " + kind);
    }
    return value;
  }

  @Override
  public void warn(String message) {
    remark(Level.WARNING, message);
  }

  @Override
  public void inform(String message) {
    remark(Level.INFO, message);
  }

  private void remark(Level level, String message) {
    String line = String.join(" ", List.of(message.split("\\R", -1)));
    execution.annotations().add(new Annotation.Plain(level, name + "(): " + line, span));
  }
}
