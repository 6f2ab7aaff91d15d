// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plan;

/**
 * The times of a query.
 *
 * @param stepMs the step; 0 in an instant query
 * @param defaultSubqueryStepMs the resolution of subqueries that name none
 */
public record QueryTimes(long startMs, long endMs, long stepMs, long defaultSubqueryStepMs) {

  /** Returns whether there is one time only, so that functions see a step of 0. */
  public boolean isPoint() {
    return startMs == endMs;
  }
}
