// SPDX-License-Identifier: Apache-2.0
/**
 * Reading from the storage engine: batches that share a column of timestamps go in, series over
 * steps or over windows come out. Where the windows of the steps begin and end is computed once per
 * column of timestamps, not once per series.
 */
@NullMarked
package io.narthex.promql.internal.scan;

import org.jspecify.annotations.NullMarked;
