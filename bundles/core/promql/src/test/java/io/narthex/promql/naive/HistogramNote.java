// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

/** What a user should know of a calculation with histograms; each stands for one annotation. */
public enum HistogramNote {
  /** Exponential and custom buckets met: a warning, and no result. */
  MIXED_SCHEMAS,
  /** A gauge histogram where a counter is needed: a warning. */
  NOT_A_COUNTER,
  /** A counter histogram where a gauge is needed: a warning. */
  NOT_A_GAUGE,
  /** Start timestamps of neighbours overlap: a warning. */
  START_OVERLAP,
  /** Custom bounds differed in a subtraction: an info. */
  BOUNDS_RECONCILED_IN_SUBTRACTION,
  /** Custom bounds differed in an addition: an info. */
  BOUNDS_RECONCILED_IN_ADDITION
}
