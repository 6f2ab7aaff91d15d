// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query will do with the selected samples. An engine may use it to read less, and need not.
 *
 * @param function the function or aggregation directly above the selector, or empty
 * @param rangeMs the width of a range selector, or 0
 * @param stepMs the step of a range query, or 0
 * @param by whether {@code grouping} names labels to keep (true) or to drop
 * @param grouping labels of the aggregation above; meaningful only when {@code function} is one
 * @param limit the query needs at most so many series, 0 for all
 * @param labels the only labels that the query looks at, or null for all; series that differ in
 *     others alone stay series of their own
 */
public record SelectHints(
    String function,
    long rangeMs,
    long stepMs,
    boolean by,
    List<String> grouping,
    int limit,
    @Nullable Set<String> labels) {

  /** Nothing is known. */
  public static final SelectHints NONE = new SelectHints("", 0, 0, false, List.of(), 0, null);

  public SelectHints {
    grouping = List.copyOf(grouping);
    labels = labels == null ? null : Set.copyOf(labels);
  }
}
