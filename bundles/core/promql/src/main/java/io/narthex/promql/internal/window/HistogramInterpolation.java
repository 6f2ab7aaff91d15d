// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.Histogram;
import org.jspecify.annotations.Nullable;

/** Histograms between two samples, and the remarks that merging histograms calls for. */
public final class HistogramInterpolation {

  private final Annotations annotations;
  private final Span span;

  /** Remarks go to the annotations, about the expression at the span. */
  public HistogramInterpolation(Annotations annotations, Span span) {
    this.annotations = annotations;
    this.span = span;
  }

  /** Returns the histogram between two, or null when they do not go together. */
  public @Nullable Histogram between(
      SampleColumn column, int before, int after, long timeMs, boolean counter, String name) {
    Histogram h1 = column.histogram(before);
    Histogram h2 = column.histogram(after);
    long t1 = column.timestamps()[before];
    long t2 = column.timestamps()[after];
    if (timeMs == t1) {
      return h1;
    }
    if (timeMs == t2) {
      return h2;
    }
    double fraction = (double) (timeMs - t1) / (t2 - t1);
    FloatHistogram result = FloatHistogram.of(h2);
    if (counter && ResetDetection.isReset(h2, h1)) {
      return result.multiply(fraction).toHistogram();
    }
    FloatHistogram start = FloatHistogram.of(h1);
    if (!merged(result.subtract(start), "subtraction", name)) {
      return null;
    }
    result.multiply(fraction);
    return merged(result.add(start), "addition", name) ? result.toHistogram() : null;
  }

  /** Makes the remarks for a merge; returns false when it was not possible. */
  public boolean merged(int flags, String operation, String name) {
    if (flags == FloatHistogram.INCOMPATIBLE) {
      annotations.add(Remarks.mixedExponentialCustom(name, span));
      return false;
    }
    if ((flags & FloatHistogram.BOUNDS_RECONCILED) != 0) {
      annotations.add(Remarks.reconciledBuckets(operation, span));
    }
    return true;
  }
}
