// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.Nullable;

/**
 * The modifiers that move a selector or subquery in time.
 *
 * @param offset how far back, or null
 * @param atMs the fixed time in milliseconds, or null
 * @param anchor the end of the query that stands for the fixed time
 */
public record TimeShift(@Nullable DurationNode offset, @Nullable Long atMs, Anchor anchor) {

  /** Nothing is moved. */
  public static final TimeShift NONE = new TimeShift(null, null, Anchor.NONE);

  /** What {@code @} names. */
  public enum Anchor {
    NONE,
    START,
    END
  }

  /** Returns whether a non-zero offset was set. */
  public boolean hasOffset() {
    return switch (offset) {
      case null -> false;
      case NumberLiteral n -> n.value() != 0;
      case DurationExpr e -> true;
    };
  }

  /** Returns whether the time is fixed. */
  public boolean hasAt() {
    return atMs != null || anchor != Anchor.NONE;
  }

  /** Returns the same with an offset. */
  public TimeShift withOffset(DurationNode node) {
    return new TimeShift(node, atMs, anchor);
  }

  /** Returns the same with a fixed time. */
  public TimeShift withAt(long ms) {
    return new TimeShift(offset, ms, Anchor.NONE);
  }

  /** Returns the same fixed to an end of the query. */
  public TimeShift withAnchor(Anchor end) {
    return new TimeShift(offset, null, end);
  }
}
