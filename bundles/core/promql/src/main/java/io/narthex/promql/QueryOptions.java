// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may set for one query. Null means the server's default.
 *
 * @param timeout the longest time that it may take; the server's own limit stays in force
 * @param lookbackDelta how far an instant selector looks back
 * @param statistics whether samples per step are counted as well ({@code stats=all})
 */
public record QueryOptions(
    @Nullable Duration timeout, @Nullable Duration lookbackDelta, boolean statistics) {

  /** The server's defaults. */
  public static final QueryOptions DEFAULT = new QueryOptions(null, null, false);
}
