// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plugin;

import io.narthex.promql.internal.execution.StepGrid;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.promql.FunctionInput;
import java.util.Arrays;

/** A copy of a series for a function, and its result. Reused; the arrays only grow. */
final class BufferedSeries implements FunctionInput {

  private Labels labels = Labels.empty();
  private boolean dropName;
  private long[] timestamps = new long[0];
  private double[] values = new double[0];
  private final int[] from;
  private final int[] to;
  private final double[] out;

  BufferedSeries(int steps) {
    this.from = new int[steps];
    this.to = new int[steps];
    this.out = new double[steps];
  }

  /** Takes the floats of a range vector; returns how many samples that are. */
  int copy(RangeSeries series) {
    SampleColumn floats = series.floats();
    start(series.labels(), series.dropName(), floats.count());
    System.arraycopy(floats.timestamps(), 0, timestamps, 0, floats.count());
    System.arraycopy(floats.values(), 0, values, 0, floats.count());
    if (floats.count() == 0) {
      Arrays.fill(from, 0);
      Arrays.fill(to, 0);
    } else {
      System.arraycopy(floats.from(), 0, from, 0, from.length);
      System.arraycopy(floats.to(), 0, to, 0, to.length);
    }
    return floats.count();
  }

  /** Takes the floats of an instant vector; returns how many samples that are. */
  int copy(StepSeries series, StepGrid grid) {
    start(series.labels(), series.dropName(), from.length);
    int rows = 0;
    for (int step = 0; step < from.length; step++) {
      double value = series.values()[step];
      from[step] = rows;
      if (!SpecialValues.isAbsent(value)) {
        timestamps[rows] = grid.at(step);
        values[rows++] = value;
      }
      to[step] = rows;
    }
    return rows;
  }

  private void start(Labels newLabels, boolean newDropName, int rows) {
    labels = newLabels;
    dropName = newDropName;
    if (timestamps.length < rows) {
      timestamps = new long[rows];
      values = new double[rows];
    }
    Arrays.fill(out, SpecialValues.ABSENT);
  }

  /** Returns the result. */
  double[] out() {
    return out;
  }

  /** Returns whether the name is to be dropped at the end. */
  boolean dropName() {
    return dropName;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public long[] timestampsMs() {
    return timestamps;
  }

  @Override
  public double[] values() {
    return values;
  }

  @Override
  public int[] from() {
    return from;
  }

  @Override
  public int[] to() {
    return to;
  }
}
