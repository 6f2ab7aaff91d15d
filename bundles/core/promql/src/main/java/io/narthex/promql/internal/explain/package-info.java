// SPDX-License-Identifier: Apache-2.0
/**
 * Explains a query: {@link io.narthex.promql.internal.explain.Profile} puts a meter around each
 * operator of a plan. Queries that are not explained have none.
 */
@NullMarked
package io.narthex.promql.internal.explain;

import org.jspecify.annotations.NullMarked;
