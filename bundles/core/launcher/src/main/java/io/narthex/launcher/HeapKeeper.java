// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the Java heap as small as what is alive in it.
 *
 * <p>The serial collector takes memory from the system as long as it gets any, and collects the old
 * generation only when there is none left: garbage of the start and of single large queries would
 * stay resident for ever. This thread looks once a second how much the heap has grown since its
 * last collection, and collects when it is worth it: not while it grows fast, since what fills it
 * then mostly stays, and the pause would only be in the way of the work. It spends at most one part
 * in {@value #PAUSE_SHARE} of the time on that, so that a server under a heavy load of queries
 * keeps its pace. What a heap that has come to rest holds beyond that is collected, too, but after
 * twice as long a while each time, and only while that takes a moment: a long pause makes scrapes
 * late, for a few megabytes. After a long one twice as much must be won by the next, too.
 */
final class HeapKeeper implements AutoCloseable {

  /** Growth below this is left alone, as is that below {@link #GROWTH_SHARE} of what is alive. */
  static final long MIN_GROWTH = 16L << 20;

  static final int GROWTH_SHARE = 4;

  /** The same once a collection took longer than {@link #LONG_PAUSE_NANOS}. */
  static final int LONG_PAUSE_GROWTH_SHARE = 2;

  /** A heap that grew by this since the last look grows fast. */
  static final long FAST_GROWTH = MIN_GROWTH / 2;

  /** Fast growth below this is left alone, as is that below what is alive. */
  static final long MIN_FAST_GROWTH = 4 * MIN_GROWTH;

  /** At rest, growth below this is left alone. */
  static final long MIN_REST_GROWTH = MIN_GROWTH / 4;

  /** After how long a heap is at rest for the first time. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** After a collection that took longer than this, the next must be worth more. */
  static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A collection is followed by that many times its own length without one. */
  static final int PAUSE_SHARE = 20;

  /** What the keeper sees of the heap and does to it. */
  interface Heap {

    /** Returns how many bytes are taken, garbage included. */
    long used();

    /** Collects all garbage. */
    void collect();

    /** Returns a time in nanoseconds. */
    long nanoTime();

    /** The heap of this process. */
    static Heap own() {
      return new Heap() {
        @Override
        public long used() {
          Runtime runtime = Runtime.getRuntime();
          return runtime.totalMemory() - runtime.freeMemory();
        }

        @Override
        public void collect() {
          System.gc();
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };
    }
  }

  private final Heap heap;
  private final ScheduledExecutorService thread;
  private long alive = MIN_GROWTH;
  private long lastUsed = MIN_GROWTH;
  private long notBefore;
  private long lastCollected;
  private long lastPause;
  private long rest = REST_NANOS;

  /** A keeper that does not look by itself. */
  HeapKeeper(Heap heap) {
    this.heap = heap;
    this.notBefore = heap.nanoTime();
    this.lastCollected = notBefore;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "heap-keeper");
              made.setDaemon(true);
              return made;
            });
  }

  /** Begins to look once a second. */
  HeapKeeper start() {
    thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    return this;
  }

  /** Collects when the heap has grown enough. */
  void look() {
    long before = heap.nanoTime();
    long used = heap.used();
    boolean isFast = used - lastUsed >= FAST_GROWTH;
    lastUsed = used;
    boolean isLong = lastPause > LONG_PAUSE_NANOS;
    int share = isLong ? LONG_PAUSE_GROWTH_SHARE : GROWTH_SHARE;
    long worth = isFast ? Math.max(MIN_FAST_GROWTH, alive) : Math.max(MIN_GROWTH, alive / share);
    boolean atRest = before - lastCollected >= rest && !isLong;
    if (before - notBefore < 0 || used - alive < (atRest ? MIN_REST_GROWTH : worth)) {
      return;
    }
    heap.collect();
    rest = atRest ? 2 * rest : REST_NANOS;
    lastCollected = heap.nanoTime();
    alive = heap.used();
    lastUsed = alive;
    lastPause = lastCollected - before;
    notBefore = lastCollected + PAUSE_SHARE * lastPause;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
