// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.scrape.ScrapeFailure;
import java.util.ArrayList;
import java.util.List;

/** The last failures of a target, to be shown. Added to by one thread at a time, read by any. */
final class LastFailures {

  private static final int KEPT = 5;

  private volatile List<ScrapeFailure> list = List.of();

  void add(ScrapeFailure failure) {
    List<ScrapeFailure> next = new ArrayList<>(KEPT);
    next.add(failure);
    next.addAll(list.subList(0, Math.min(list.size(), KEPT - 1)));
    list = List.copyOf(next);
  }

  /** Returns them, the latest first. */
  List<ScrapeFailure> list() {
    return list;
  }
}
