// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.scan.Windows;

/**
 * What a kernel knows beside the series.
 *
 * @param windows where the windows lie
 * @param rangeMs the width of the range as written, without what anchored and smoothed add
 * @param extension how the edges of the range are treated
 * @param scalars the other arguments, one array of steps each
 * @param span where the range stands in the text
 * @param firstArgument where the first argument stands
 */
public record RangeContext(
    Execution execution,
    Windows windows,
    long rangeMs,
    Extension extension,
    double[][] scalars,
    Span span,
    Span firstArgument) {

  /** Returns when the range of a step ends. */
  public long rangeEnd(int step) {
    return windows.end(step);
  }

  /** Returns when the range of a step begins, which is outside. */
  public long rangeStart(int step) {
    return windows.end(step) - rangeMs;
  }

  /** Returns the width of the range in seconds. */
  public double rangeSeconds() {
    return rangeMs / 1000.0;
  }

  /** Makes a remark. */
  public void remark(Annotation annotation) {
    execution.annotations().add(annotation);
  }
}
