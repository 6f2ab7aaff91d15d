// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.spi.storage.StorageEngine;

/**
 * The context of one running query. Safe for several threads.
 *
 * @param storage where series come from
 * @param lookbackMs how far back an instant selector looks
 * @param features what is switched on
 */
public record Execution(
    StorageEngine storage,
    long lookbackMs,
    Features features,
    Limits limits,
    Statistics statistics,
    Annotations annotations,
    WorkerPool pool) {

  /**
   * Switches of the evaluation.
   *
   * @param delayedNameRemoval whether metric names go at the end of the query only
   * @param typeAndUnitLabels whether a label tells a metric's type
   * @param startTimestamps whether the times at which counters began are looked at
   */
  public record Features(
      boolean delayedNameRemoval, boolean typeAndUnitLabels, boolean startTimestamps) {}
}
