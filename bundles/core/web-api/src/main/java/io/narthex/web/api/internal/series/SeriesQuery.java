// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import io.narthex.spi.model.Matcher;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorType;
import io.narthex.web.api.internal.Parameters;
import io.narthex.web.api.internal.ServerParts;
import io.narthex.web.api.internal.Times;
import java.util.List;

/**
 * The parameters that endpoints about series share.
 *
 * @param matcherSets what series must match; empty for all
 * @param fromMs the start, inclusive
 * @param toMs the end, inclusive
 * @param limit how many results are shown; 0 for all
 */
public record SeriesQuery(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {

  /** Reads the parameters of a request. */
  public static SeriesQuery read(ServerParts parts, Parameters parameters) {
    int limit = parameters.limit();
    long from = parameters.time("start", Times.MIN);
    long to = parameters.time("end", Times.MAX);
    List<String> selectors = parameters.texts("match[]");
    List<List<Matcher>> sets;
    try {
      sets = selectors.isEmpty() ? List.of() : MatcherSets.read(parts.text(), selectors);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ErrorType.BAD_DATA, String.valueOf(e.getMessage()), e);
    }
    return new SeriesQuery(sets, from, to, limit);
  }

  /** Reads the parameters of a request that must name series. */
  public static SeriesQuery readWithSelectors(ServerParts parts, Parameters parameters) {
    if (parameters.texts("match[]").isEmpty()) {
      throw new ApiException(ErrorType.BAD_DATA, "no match[] parameter provided");
    }
    try {
      return read(parts, parameters);
    } catch (ApiException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        throw ApiException.invalidParameter("match[]", String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Returns how many results to ask for: one more than shown, which tells that some are missing.
   */
  int storageLimit() {
    return limit > 0 && limit < Integer.MAX_VALUE ? limit + 1 : limit;
  }
}
