// SPDX-License-Identifier: Apache-2.0

/**
 * Arithmetic of native histograms, with exponential and with custom buckets, as PromQL defines it.
 *
 * <p>{@link io.narthex.promql.internal.histogram.FloatHistogram} is the mutable form that
 * aggregations and kernels work on. It keeps each side as sorted arrays of bucket indices and
 * counts rather than as spans: adding is a merge of two sorted arrays, and lowering the resolution
 * is a shift of the indices.
 */
@NullMarked
package io.narthex.promql.internal.histogram;

import org.jspecify.annotations.NullMarked;
