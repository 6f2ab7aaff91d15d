// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command of a script. Lines count from 1, times are milliseconds since the epoch. */
public sealed interface ScriptCommand {

  /** Returns the line that the command is on. */
  int line();

  /** Throws all samples away. */
  record Clear(int line) implements ScriptCommand {}

  /**
   * Loads series.
   *
   * @param stepMs the time between two values; the first is at 0
   * @param withCustomBuckets whether classic histograms are loaded as native ones too
   */
  record Load(int line, long stepMs, boolean withCustomBuckets, List<LoadedSeries> series)
      implements ScriptCommand {}

  /**
   * Evaluates an expression.
   *
   * @param range whether it is a range query
   * @param startMs the first step, or the first sample of an expected range vector
   * @param endMs the last one
   * @param stepMs the time between two
   * @param timeMs when an instant query is evaluated
   * @param expectations how it must end
   * @param series the expected series; their order counts when ordered
   * @param scalar the expected number, or null
   * @param text the expected string, or null
   * @param rangeVector whether an instant query must return a range vector
   */
  record Eval(
      int line,
      String expression,
      boolean range,
      long startMs,
      long endMs,
      long stepMs,
      long timeMs,
      Expectations expectations,
      List<SeriesLine> series,
      @Nullable Double scalar,
      @Nullable String text,
      boolean rangeVector)
      implements ScriptCommand {}
}
