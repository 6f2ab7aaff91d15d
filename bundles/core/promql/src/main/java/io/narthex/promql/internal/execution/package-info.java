// SPDX-License-Identifier: Apache-2.0
/**
 * What operators are made of: the grid of steps, series as arrays over it, sinks that series are
 * pushed into, and the context of a running query with its limits.
 *
 * <p>Operators push. A source reads a series, computes all its steps into one array and hands it to
 * a {@link io.narthex.promql.internal.execution.SeriesWriter}, which may change the array in place,
 * reduce it, or copy it. So a query holds what its result and its groups need, and not all series
 * that it reads. Several threads may push at the same time; each opens a writer of its own.
 */
@NullMarked
package io.narthex.promql.internal.execution;

import org.jspecify.annotations.NullMarked;
