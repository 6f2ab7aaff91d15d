// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import org.jspecify.annotations.Nullable;

/**
 * Adds histograms up, as {@code sum} and {@code sum_over_time} do: a Kahan sum. Used by one thread.
 */
public final class HistogramSum {

  private @Nullable FloatHistogram sum;
  private boolean resetSeen;
  private boolean noResetSeen;
  private boolean boundsReconciled;
  private boolean incompatible;

  /** Adds a histogram, which is not changed. Once one was incompatible the others are ignored. */
  public void add(Histogram histogram) {
    track(histogram.resetHint());
    FloatHistogram added = FloatHistogram.of(histogram);
    if (sum == null) {
      sum = added;
    } else if (!incompatible) {
      int flags = sum.addCompensated(added);
      boundsReconciled |= (flags & FloatHistogram.BOUNDS_RECONCILED) != 0;
      incompatible = flags == FloatHistogram.INCOMPATIBLE;
    }
  }

  private void track(ResetHint hint) {
    resetSeen |= hint == ResetHint.RESET;
    noResetSeen |= hint == ResetHint.NOT_RESET;
  }

  /** Returns whether nothing was added. */
  public boolean isEmpty() {
    return sum == null;
  }

  /** Returns the sum, without empty buckets, or null when nothing was added. Call it once. */
  public @Nullable FloatHistogram result() {
    return sum == null ? null : sum.settle().compact();
  }

  /** Returns whether some histograms tell of a counter reset and others of none. */
  public boolean resetCollision() {
    return resetSeen && noResetSeen;
  }

  /** Returns whether histograms had different custom bounds. */
  public boolean boundsReconciled() {
    return boundsReconciled;
  }

  /** Returns whether exponential and custom buckets met, so that there is no sum. */
  public boolean incompatible() {
    return incompatible;
  }
}
