// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import io.narthex.spi.model.Matcher;
import java.util.List;

/**
 * A selector of series.
 *
 * @param name the metric name in front of the braces, or empty
 * @param matchers all conditions, the one for {@code name} last
 */
public record VectorSelector(
    String name, List<Matcher> matchers, TimeShift shift, Extension extension, Span span)
    implements Expr {

  /** The modifiers that look beyond the range. */
  public enum Extension {
    NONE,
    ANCHORED,
    SMOOTHED
  }

  public VectorSelector {
    matchers = List.copyOf(matchers);
  }

  /** Returns the same, moved in time, ending at a position. */
  public VectorSelector withShift(TimeShift other, int end) {
    return new VectorSelector(name, matchers, other, extension, new Span(span.start(), end));
  }

  /** Returns the same with another extension. */
  public VectorSelector withExtension(Extension other) {
    return new VectorSelector(name, matchers, shift, other, span);
  }

  @Override
  public ValueType type() {
    return ValueType.VECTOR;
  }
}
