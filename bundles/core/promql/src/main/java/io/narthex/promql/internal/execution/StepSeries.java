// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A series with one entry a step. A step has a float, a histogram, or nothing. Mutable: whoever
 * gets one in {@link SeriesWriter#accept} may change it, and must copy what it keeps.
 */
public final class StepSeries {

  private Labels labels;
  private boolean dropName;
  private final double[] values;
  private @Nullable Histogram @Nullable [] histograms;
  private boolean hasHistograms;

  /** An empty series of so many steps. */
  public StepSeries(int steps) {
    this(Labels.empty(), false, newValues(steps), null);
  }

  /** A series of arrays that are handed over. */
  public StepSeries(
      Labels labels,
      boolean dropName,
      double[] values,
      @Nullable Histogram @Nullable [] histograms) {
    this.labels = labels;
    this.dropName = dropName;
    this.values = values;
    this.histograms = histograms;
    this.hasHistograms = histograms != null;
  }

  private static double[] newValues(int steps) {
    double[] values = new double[steps];
    Arrays.fill(values, SpecialValues.ABSENT);
    return values;
  }

  /** Returns the labels. */
  public Labels labels() {
    return labels;
  }

  /** Sets the labels, and whether the name among them is to be dropped at the end. */
  public void label(Labels newLabels, boolean newDropName) {
    this.labels = newLabels;
    this.dropName = newDropName;
  }

  /** Returns whether the metric name goes when the query ends. */
  public boolean dropName() {
    return dropName;
  }

  /** Returns the first step that has a sample, or how many steps there are. */
  int firstStep() {
    int i = 0;
    while (i < values.length && !present(i)) {
      i++;
    }
    return i;
  }

  /** Returns how many steps there are. */
  public int steps() {
    return values.length;
  }

  /** Returns the floats, {@link SpecialValues#ABSENT} where there is none. */
  public double[] values() {
    return values;
  }

  /** Returns whether any step may have a histogram. */
  public boolean hasHistograms() {
    return hasHistograms;
  }

  /** Returns the histogram of a step, or null. */
  public @Nullable Histogram histogram(int step) {
    Histogram[] h = histograms;
    return hasHistograms && h != null ? h[step] : null;
  }

  /** Sets a step to a histogram. */
  public void set(int step, Histogram histogram) {
    @Nullable Histogram[] h = histograms;
    if (h == null) {
      h = new Histogram[values.length];
      histograms = h;
    }
    hasHistograms = true;
    h[step] = histogram;
    values[step] = SpecialValues.ABSENT;
  }

  /** Sets a step to a float. */
  public void set(int step, double value) {
    values[step] = value;
    if (hasHistograms) {
      clearHistogram(step);
    }
  }

  /** Empties a step. */
  public void clear(int step) {
    values[step] = SpecialValues.ABSENT;
    if (hasHistograms) {
      clearHistogram(step);
    }
  }

  private void clearHistogram(int step) {
    @Nullable Histogram[] h = histograms;
    if (h != null) {
      h[step] = null;
    }
  }

  /** Empties all steps. */
  public void clear() {
    Arrays.fill(values, SpecialValues.ABSENT);
    dropHistograms();
  }

  /** Empties all steps that have histograms. */
  public void dropHistograms() {
    @Nullable Histogram[] h = histograms;
    if (hasHistograms && h != null) {
      Arrays.fill(h, null);
    }
    hasHistograms = false;
  }

  /** Returns whether a step has a sample. */
  public boolean present(int step) {
    return !SpecialValues.isAbsent(values[step]) || histogram(step) != null;
  }

  /** Returns how many steps have a sample. */
  public int countPresent() {
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.doubleToRawLongBits(values[i]) != SpecialValues.ABSENT_BITS) {
        n++;
      }
    }
    if (hasHistograms) {
      for (int i = 0; i < values.length; i++) {
        if (histogram(i) != null) {
          n++;
        }
      }
    }
    return n;
  }

  /** Returns whether no step has a sample. */
  public boolean isEmpty() {
    for (double v : values) {
      if (Double.doubleToRawLongBits(v) != SpecialValues.ABSENT_BITS) {
        return false;
      }
    }
    if (hasHistograms) {
      for (int i = 0; i < values.length; i++) {
        if (histogram(i) != null) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns a copy that shares nothing mutable. */
  public StepSeries copy() {
    Histogram[] h = histograms;
    return new StepSeries(
        labels, dropName, values.clone(), hasHistograms && h != null ? h.clone() : null);
  }

  /** Takes over labels and samples of another series of as many steps. */
  public void copyFrom(StepSeries other) {
    labels = other.labels;
    dropName = other.dropName;
    System.arraycopy(other.values, 0, values, 0, values.length);
    dropHistograms();
    if (other.hasHistograms) {
      for (int i = 0; i < values.length; i++) {
        Histogram h = other.histogram(i);
        if (h != null) {
          set(i, h);
        }
      }
    }
  }

  /** Returns the histograms, or null when there are none. */
  public @Nullable Histogram @Nullable [] histograms() {
    return hasHistograms ? histograms : null;
  }
}
