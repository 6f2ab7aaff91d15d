// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

/** Whether a function looks at the buckets of the native histograms below it. */
public enum BucketUse {
  /** It hands histograms on, so what stands above decides. */
  AS_ABOVE,
  /** It looks at count and sum only, so that buckets need not be read. */
  COUNTS_ONLY,
  /** It looks at them. */
  NEEDED
}
