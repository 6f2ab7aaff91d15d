// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import org.jspecify.annotations.Nullable;

/**
 * Averages histograms, as {@code avg} and {@code avg_over_time} do: a Kahan sum that is divided at
 * the end, or, once the sum would overflow, a running mean. Used by one thread.
 */
public final class HistogramMean {

  private @Nullable FloatHistogram value;
  private double count;
  private boolean running;

  /** No number in the sum is larger than this, so that most sums need no look at their buckets. */
  private double magnitude;

  private boolean resetSeen;
  private boolean noResetSeen;
  private boolean boundsReconciled;
  private boolean incompatible;

  /** Adds a histogram, which is not changed. Once one was incompatible the others are ignored. */
  public void add(Histogram histogram) {
    resetSeen |= histogram.resetHint() == ResetHint.RESET;
    noResetSeen |= histogram.resetHint() == ResetHint.NOT_RESET;
    if (incompatible) {
      return;
    }
    FloatHistogram added = FloatHistogram.of(histogram);
    count++;
    magnitude += largest(histogram);
    FloatHistogram present = value;
    if (present == null) {
      value = added;
    } else if (running) {
      addToMean(present, added);
    } else {
      addToSum(present, added);
    }
  }

  private void addToSum(FloatHistogram sum, FloatHistogram added) {
    boolean mayOverflow = !(magnitude < Double.MAX_VALUE / 2);
    FloatHistogram next = mayOverflow ? sum.copy() : sum;
    int flags = next.addCompensated(added);
    note(flags);
    if (mayOverflow && flags != FloatHistogram.INCOMPATIBLE && next.hasInfinity()) {
      running = true;
      addToMean(sum.divide(count - 1), added);
    } else {
      value = next;
    }
  }

  private void addToMean(FloatHistogram mean, FloatHistogram added) {
    mean.multiply((count - 1) / count);
    note(mean.addCompensated(added.divide(count)));
  }

  private void note(int flags) {
    boundsReconciled |= (flags & FloatHistogram.BOUNDS_RECONCILED) != 0;
    incompatible |= flags == FloatHistogram.INCOMPATIBLE;
  }

  private static double largest(Histogram h) {
    double largest = Math.max(Math.abs(h.count()), Math.max(Math.abs(h.sum()), h.zeroCount()));
    for (double bucket : h.positiveCounts()) {
      largest = Math.max(largest, Math.abs(bucket));
    }
    for (double bucket : h.negativeCounts()) {
      largest = Math.max(largest, Math.abs(bucket));
    }
    return largest;
  }

  /** Returns whether nothing was added. */
  public boolean isEmpty() {
    return value == null;
  }

  /** Returns the mean, without empty buckets, or null when nothing was added. Call it once. */
  public @Nullable FloatHistogram result() {
    FloatHistogram result = value;
    if (result == null) {
      return null;
    }
    if (!running) {
      result.divide(count);
    }
    return result.settle().compact();
  }

  /** Returns whether some histograms tell of a counter reset and others of none. */
  public boolean resetCollision() {
    return resetSeen && noResetSeen;
  }

  /** Returns whether histograms had different custom bounds. */
  public boolean boundsReconciled() {
    return boundsReconciled;
  }

  /** Returns whether exponential and custom buckets met, so that there is no mean. */
  public boolean incompatible() {
    return incompatible;
  }
}
