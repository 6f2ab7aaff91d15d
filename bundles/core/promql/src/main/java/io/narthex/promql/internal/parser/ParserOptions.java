// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

/**
 * Which parts of the language are switched on.
 *
 * @param experimentalFunctions the functions and aggregations marked so
 * @param durationExpressions arithmetic in brackets and behind offset
 * @param extendedRangeSelectors {@code anchored} and {@code smoothed}
 * @param fillModifiers {@code fill}, {@code fill_left}, {@code fill_right}
 */
public record ParserOptions(
    boolean experimentalFunctions,
    boolean durationExpressions,
    boolean extendedRangeSelectors,
    boolean fillModifiers) {

  /** Everything is on. */
  public static final ParserOptions ALL = new ParserOptions(true, true, true, true);
}
