// SPDX-License-Identifier: Apache-2.0
/**
 * The logical plan: what a query computes, with all times and constants settled, but not yet how.
 * {@link io.narthex.promql.internal.plan.Planner} makes it from the syntax tree.
 */
@NullMarked
package io.narthex.promql.internal.plan;

import org.jspecify.annotations.NullMarked;
