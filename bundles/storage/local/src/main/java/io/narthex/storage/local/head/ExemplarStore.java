// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Exemplar;
import io.narthex.storage.local.note.v1.ExemplarNotes;
import io.narthex.storage.local.note.v1.NoteLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * The newest exemplars of all series, in memory and in a {@link NoteLog}: the oldest go when there
 * are too many.
 */
final class ExemplarStore implements AutoCloseable {

  private final LongSupplier max;
  private final NoteLog log;
  private final ArrayDeque<Integer> order = new ArrayDeque<>();
  private final Map<Integer, ArrayDeque<Exemplar>> bySeries = new HashMap<>();

  /**
   * Opens the store of a file.
   *
   * @param max how many exemplars there may be; may change
   * @param known whether there is a series; exemplars of others have outlived them in a power cut
   * @param warnings told of damage
   */
  ExemplarStore(Path file, LongSupplier max, IntPredicate known, Consumer<String> warnings)
      throws IOException {
    this.max = max;
    BitSet unknown = new BitSet();
    this.log =
        NoteLog.open(
            file,
            ExemplarNotes.reader(
                (series, exemplar) -> {
                  if (known.test(series)) {
                    take(series, exemplar);
                  } else {
                    unknown.set(series);
                  }
                }),
            warnings);
    if (!unknown.isEmpty()) {
      // Their numbers will be given to others.
      rewrite();
    }
  }

  /** Adds an exemplar unless it is not newer than the last of its series. */
  synchronized void add(int series, Exemplar exemplar) {
    if (max.getAsLong() > 0 && take(series, exemplar)) {
      ExemplarNotes.add(log, series, exemplar);
    }
  }

  private boolean take(int series, Exemplar exemplar) {
    ArrayDeque<Exemplar> of = bySeries.computeIfAbsent(series, s -> new ArrayDeque<>(2));
    Exemplar last = of.peekLast();
    boolean taken = last == null || last.timestampMs() < exemplar.timestampMs();
    if (taken) {
      of.addLast(exemplar);
      order.addLast(series);
    }
    shrink();
    return taken;
  }

  /** Returns once what was added survives the end of the process. */
  synchronized void flush() {
    log.flush();
  }

  /** Makes what was flushed safe against a power cut. */
  void force() throws IOException {
    synchronized (this) {
      if (log.isLong(order.size())) {
        rewrite();
      }
    }
    log.force();
  }

  private void rewrite() throws IOException {
    Map<Integer, Iterator<Exemplar>> left = new HashMap<>();
    bySeries.forEach((series, of) -> left.put(series, of.iterator()));
    log.rewrite(
        fresh -> {
          for (int series : order) {
            Iterator<Exemplar> of = left.get(series);
            if (of != null) {
              ExemplarNotes.add(fresh, series, of.next());
            }
          }
        });
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

  /** Forgets the exemplars of series for ever. */
  synchronized void forget(BitSet series) throws IOException {
    if (bySeries.keySet().removeIf(series::get)) {
      order.removeIf(series::get);
      rewrite();
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

  /** Copies the file into a folder. */
  synchronized void copyTo(Path folder) throws IOException {
    log.flush();
    log.copyTo(folder);
  }

  @Override
  public void close() throws IOException {
    try (log) {
      force();
    }
  }
}
