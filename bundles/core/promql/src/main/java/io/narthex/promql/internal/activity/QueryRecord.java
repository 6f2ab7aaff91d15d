// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.activity;

import io.narthex.promql.QueryOrigin;
import io.narthex.promql.QueryStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A query that has ended.
 *
 * @param stepMs the step, 0 for an instant query
 * @param statistics what it cost; counted as far as it came
 * @param error why it failed, or null
 */
public record QueryRecord(
    String expression,
    long startMs,
    long endMs,
    long stepMs,
    QueryOrigin origin,
    QueryStatistics statistics,
    @Nullable String error) {}
