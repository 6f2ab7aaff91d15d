// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.model.Labels;
import io.narthex.spi.promql.FunctionCall;
import io.narthex.spi.promql.FunctionInput;

/**
 * A series as the host hands it to a function.
 *
 * @param labels the labels
 * @param timestampsMs when the samples were taken
 * @param values the samples
 * @param from the first row of each step
 * @param to the row behind the last of each step
 */
public record TestFunctionInput(
    Labels labels, long[] timestampsMs, double[] values, int[] from, int[] to)
    implements FunctionInput {

  /** Returns a series of a range vector, with the windows of a call. */
  public static TestFunctionInput range(
      FunctionCall call, Labels labels, long[] timestampsMs, double[] values) {
    int[] from = new int[call.steps()];
    int[] to = new int[call.steps()];
    for (int step = 0; step < from.length; step++) {
      long end = call.windowEndMs(step);
      int row = 0;
      while (row < timestampsMs.length && timestampsMs[row] <= end - call.rangeMs()) {
        row++;
      }
      from[step] = row;
      while (row < timestampsMs.length && timestampsMs[row] <= end) {
        row++;
      }
      to[step] = row;
    }
    return new TestFunctionInput(labels, timestampsMs, values, from, to);
  }

  /** Returns a series of an instant vector that has a sample at each step. */
  public static TestFunctionInput instant(FunctionCall call, Labels labels, double... values) {
    int[] from = new int[values.length];
    int[] to = new int[values.length];
    long[] times = new long[values.length];
    for (int step = 0; step < values.length; step++) {
      from[step] = step;
      to[step] = step + 1;
      times[step] = call.timeMs(step);
    }
    return new TestFunctionInput(labels, times, values, from, to);
  }

  /** Returns what a function without a vector gets, or a series without samples. */
  public static TestFunctionInput empty(FunctionCall call) {
    return new TestFunctionInput(
        Labels.empty(), new long[0], new double[0], new int[call.steps()], new int[call.steps()]);
  }
}
