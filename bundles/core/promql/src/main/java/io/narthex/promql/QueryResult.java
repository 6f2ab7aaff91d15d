// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.util.List;

/**
 * The answer to a query.
 *
 * @param value the value
 * @param warnings annotations of the level warning, with positions where upstream has them
 * @param infos annotations of the level info
 * @param statistics what the query cost
 */
public record QueryResult(
    QueryValue value, List<String> warnings, List<String> infos, QueryStatistics statistics) {}
