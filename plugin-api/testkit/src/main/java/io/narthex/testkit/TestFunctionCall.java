// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.promql.FunctionCall;
import io.narthex.spi.promql.FunctionInput;
import io.narthex.spi.promql.PromqlFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of a PromQL function in a query that a test makes up: say when its steps are and how wide
 * its range is, give its other arguments, and evaluate series.
 */
public final class TestFunctionCall implements FunctionCall {

  private final long startMs;
  private final long stepMs;
  private final int steps;
  private final long rangeMs;
  private final Map<Integer, double[]> scalars = new HashMap<>();
  private final Map<Integer, String> texts = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> hints = new ArrayList<>();

  /**
   * A call in a range query.
   *
   * @param startMs the first step
   * @param stepMs the distance of steps
   * @param steps how many
   * @param rangeMs the width of the windows; 0 when no argument is a range vector
   */
  public TestFunctionCall(long startMs, long stepMs, int steps, long rangeMs) {
    this.startMs = startMs;
    this.stepMs = stepMs;
    this.steps = steps;
    this.rangeMs = rangeMs;
  }

  /** Gives an argument that is a scalar, the same at all steps; returns this. */
  public TestFunctionCall with(int argument, double value) {
    double[] values = new double[steps];
    Arrays.fill(values, value);
    scalars.put(argument, values);
    return this;
  }

  /** Gives an argument that is a text; returns this. */
  public TestFunctionCall with(int argument, String value) {
    texts.put(argument, value);
    return this;
  }

  /** Returns what a function makes of a series: a value a step, or ABSENT. */
  public double[] evaluate(PromqlFunction function, FunctionInput series) {
    double[] out = new double[steps];
    Arrays.fill(out, SpecialValues.ABSENT);
    function.kernel(this).evaluate(series, out);
    return out;
  }

  /** Returns the warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Returns the hints so far. */
  public List<String> hints() {
    return List.copyOf(hints);
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public long timeMs(int step) {
    return startMs + step * stepMs;
  }

  @Override
  public long windowEndMs(int step) {
    return timeMs(step);
  }

  @Override
  public long rangeMs() {
    return rangeMs;
  }

  @Override
  public double[] scalar(int argument) {
    double[] values = scalars.get(argument);
    if (values == null) {
      throw new IllegalArgumentException("argument " + argument + " is no scalar");
    }
    return values;
  }

  @Override
  public String text(int argument) {
    String value = texts.get(argument);
    if (value == null) {
      throw new IllegalArgumentException("argument " + argument + " is no text");
    }
    return value;
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public void inform(String message) {
    hints.add(message);
  }
}
