// SPDX-License-Identifier: Apache-2.0
/**
 * Aggregations: accumulators that take one series after the other through all steps, one set of
 * groups a thread, merged at the end.
 */
@NullMarked
package io.narthex.promql.internal.aggregate;

import org.jspecify.annotations.NullMarked;
