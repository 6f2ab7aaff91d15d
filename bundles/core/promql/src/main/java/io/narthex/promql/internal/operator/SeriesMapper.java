// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.execution.StepSeries;

/** Changes a series in place. Used by several threads at the same time. */
@FunctionalInterface
public interface SeriesMapper {

  /** Changes the series; returns false when it is to be left out. */
  boolean map(StepSeries series);
}
