// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Exemplar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The newest exemplars of all series, in memory: the oldest go when there are too many. */
final class ExemplarStore {

  private final LongSupplier max;
  private final ArrayDeque<Integer> order = new ArrayDeque<>();
  private final Map<Integer, ArrayDeque<Exemplar>> bySeries = new HashMap<>();

  /**
   * An empty store.
   *
   * @param max how many there may be; may change
   */
  ExemplarStore(LongSupplier max) {
    this.max = max;
  }

  /** Adds an exemplar unless it is not newer than the last of its series. */
  synchronized void add(int series, Exemplar exemplar) {
    ArrayDeque<Exemplar> of = bySeries.computeIfAbsent(series, s -> new ArrayDeque<>(2));
    Exemplar last = of.peekLast();
    if (last == null || last.timestampMs() < exemplar.timestampMs()) {
      of.addLast(exemplar);
      order.addLast(series);
    }
    shrink();
  }

  /** Drops the oldest when there are too many. */
  private void shrink() {
    long most = Math.max(0, max.getAsLong());
    while (order.size() > most) {
      // The series' oldest is the oldest of all, since each adds at its end.
      int oldest = order.removeFirst();
      ArrayDeque<Exemplar> from = bySeries.get(oldest);
      if (from != null) {
        from.removeFirst();
        if (from.isEmpty()) {
          bySeries.remove(oldest);
        }
      }
    }
  }

  /** Forgets the exemplars of series. */
  synchronized void forget(BitSet series) {
    if (bySeries.keySet().removeIf(series::get)) {
      order.removeIf(series::get);
    }
  }

  /** Returns the exemplars of a series within a range, oldest first. */
  synchronized List<Exemplar> of(int series, long from, long to) {
    shrink();
    ArrayDeque<Exemplar> all = bySeries.get(series);
    List<Exemplar> found = new ArrayList<>();
    if (all != null) {
      for (Exemplar exemplar : all) {
        if (exemplar.timestampMs() >= from && exemplar.timestampMs() <= to) {
          found.add(exemplar);
        }
      }
    }
    return found;
  }
}
