// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the first of several equal parts of a query gave, for the others. Kept only while it is
 * small; a part that makes remarks is evaluated each time, since a remark names a place in the
 * text. Parts of one query are evaluated one after the other; within one, several threads may add.
 *
 * @param <E> an entry
 */
public final class SharedSeries<E> {

  /** More than this is read again rather than held. */
  private static final long MOST_BYTES = 32L << 20;

  private final Execution execution;
  private final int uses;
  private final List<E> entries = new ArrayList<>();
  private State state;
  private long bytes;
  private long samplesLookedAt;
  private long samplesRead;
  private int used;

  private enum State {
    EMPTY,
    KEPT,
    /** It was too large, or must be evaluated each time. */
    DROPPED
  }

  /**
   * A place for results.
   *
   * @param uses how many equal parts there are
   */
  public SharedSeries(Execution execution, int uses) {
    this.execution = execution;
    this.uses = uses;
    // Steps are counted where they are read, so that each part has to read them.
    this.state = execution.statistics().countsSteps() ? State.DROPPED : State.EMPTY;
  }

  /**
   * Evaluates one of the parts.
   *
   * @param evaluate evaluates the part itself, and hands what it gives to {@link #add} unless the
   *     argument is false
   * @param replay takes each entry that was kept, if there are any
   * @param replayed called behind the last of them
   */
  public void run(Consumer<Boolean> evaluate, Consumer<E> replay, Runnable replayed) {
    switch (state) {
      case EMPTY -> {
        long remarks = execution.annotations().additions();
        long lookedBefore = execution.statistics().total();
        long readBefore = execution.statistics().read();
        evaluate.accept(true);
        samplesLookedAt = execution.statistics().total() - lookedBefore;
        samplesRead = execution.statistics().read() - readBefore;
        if (state == State.EMPTY && execution.annotations().additions() == remarks) {
          state = State.KEPT;
        } else {
          drop();
        }
        used++;
      }
      case KEPT -> {
        // Upstream counts what each part would have read.
        execution.statistics().add(samplesLookedAt, samplesRead);
        entries.forEach(replay);
        replayed.run();
        if (++used == uses) {
          drop();
        }
      }
      case DROPPED -> evaluate.accept(false);
    }
  }

  /** Returns whether entries of so many bytes can be kept as well; accounts for them. */
  public synchronized boolean reserve(long more) {
    if (state != State.EMPTY) {
      return false;
    }
    if (bytes + more > Math.min(MOST_BYTES, execution.limits().maxBytes() / 8)) {
      drop();
      return false;
    }
    execution.limits().holdBytes(more);
    bytes += more;
    return true;
  }

  /** Keeps an entry for which there is room. */
  public synchronized void add(E entry) {
    if (state == State.EMPTY) {
      entries.add(entry);
    }
  }

  /** Gives up what was kept: later parts are evaluated by themselves. */
  public synchronized void drop() {
    state = State.DROPPED;
    entries.clear();
    execution.limits().releaseBytes(bytes);
    bytes = 0;
  }
}
