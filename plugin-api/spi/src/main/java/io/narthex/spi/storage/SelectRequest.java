// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.model.Matcher;
import java.util.List;

/**
 * Which series and samples are asked for.
 *
 * @param matchers all must match; at least one
 * @param fromMs the first timestamp wanted, inclusive
 * @param toMs the last timestamp wanted, inclusive
 * @param hints what the query will do with them; an engine may ignore it
 */
public record SelectRequest(List<Matcher> matchers, long fromMs, long toMs, SelectHints hints) {

  public SelectRequest {
    matchers = List.copyOf(matchers);
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("a selection needs at least one matcher");
    }
  }

  /** A request without hints. */
  public SelectRequest(List<Matcher> matchers, long fromMs, long toMs) {
    this(matchers, fromMs, toMs, SelectHints.NONE);
  }
}
