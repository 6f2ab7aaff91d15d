// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the elements of two vectors find each other.
 *
 * @param on whether {@code labels} are the only ones that count, or the ones that do not
 * @param include labels that come from the side with fewer elements
 * @param fillLeft the value for elements that the left side misses, or null
 * @param fillRight the value for elements that the right side misses, or null
 */
public record Matching(
    Cardinality cardinality,
    boolean on,
    List<String> labels,
    List<String> include,
    @Nullable Double fillLeft,
    @Nullable Double fillRight) {

  /** Nothing was written. */
  public static final Matching DEFAULT =
      new Matching(Cardinality.ONE_TO_ONE, false, List.of(), List.of(), null, null);

  /** How many elements of a side may meet how many of the other. */
  public enum Cardinality {
    ONE_TO_ONE,
    MANY_TO_ONE,
    ONE_TO_MANY,
    MANY_TO_MANY
  }

  public Matching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  /** Returns the same with another cardinality. */
  public Matching withCardinality(Cardinality other) {
    return new Matching(other, on, labels, include, fillLeft, fillRight);
  }

  /** Returns whether one side fills in for what it misses. */
  public boolean fills() {
    return fillLeft != null || fillRight != null;
  }
}
