// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

import java.time.Duration;

/**
 * The switches of the engine under test.
 *
 * @param experimentalFunctions whether functions marked experimental are accepted
 * @param durationExpressions whether durations may be expressions
 * @param extendedRangeSelectors whether {@code anchored} and {@code smoothed} are accepted
 * @param fillModifiers whether {@code fill} modifiers are accepted
 * @param delayedNameRemoval whether metric names are dropped at the end of the query
 * @param startTimestamps whether rates use start timestamps
 * @param lookbackDelta how far an instant selector looks back
 * @param subqueryStep the step of subqueries that name none
 * @param maxSamples the most samples that a query may hold
 * @param timeout the longest time that a query may take
 */
public record ScriptSettings(
    boolean experimentalFunctions,
    boolean durationExpressions,
    boolean extendedRangeSelectors,
    boolean fillModifiers,
    boolean delayedNameRemoval,
    boolean startTimestamps,
    Duration lookbackDelta,
    Duration subqueryStep,
    int maxSamples,
    Duration timeout) {

  /** What upstream's own scripts assume. */
  public static final ScriptSettings UPSTREAM =
      new ScriptSettings(
          true,
          true,
          true,
          true,
          true,
          true,
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          10_000,
          Duration.ofSeconds(100));
}
