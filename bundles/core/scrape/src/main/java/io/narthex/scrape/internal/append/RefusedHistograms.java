// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The native histograms of one scrape that are not taken. As upstream, too many buckets fail the
 * scrape only once all of it is read. Not safe for several threads.
 */
final class RefusedHistograms {

  private final BitSet entries = new BitSet();
  private @Nullable ScrapeException first;

  void clear() {
    entries.clear();
    first = null;
  }

  boolean isEmpty() {
    return first == null;
  }

  /**
   * Takes the entry of a histogram and what is wrong with it.
   *
   * @throws ScrapeException when that ends the scrape at once
   */
  void add(int entry, ScrapeException reason) throws ScrapeException {
    entries.set(entry);
    if (reason.kind() != ScrapeException.Kind.HISTOGRAM_LIMIT) {
      throw reason;
    }
    first = first == null ? reason : first;
  }

  /** Takes the refused entries out of a set. */
  void removeFrom(BitSet set) {
    set.andNot(entries);
  }

  /**
   * Ends a scrape.
   *
   * @throws ScrapeException why the first histogram was refused, if one was
   */
  void check() throws ScrapeException {
    if (first != null) {
      throw first;
    }
  }
}
