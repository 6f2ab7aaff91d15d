// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.plugins.PluginCallException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The right to collect from one exporter, which is never called twice at a time. A call holds it
 * until the exporter comes back, also when nobody waits for that any more; as long as an exporter
 * hangs so, others are refused at once, and no thread but the first is lost to it. Safe for several
 * threads.
 */
final class CollectPermit {

  private final Semaphore free = new Semaphore(1);

  private volatile boolean hangs;

  private volatile boolean ended;

  /**
   * Takes the permit.
   *
   * @param name the exporter's, for messages
   * @param patience how long to wait for another call
   * @throws PluginCallException when it cannot be had
   */
  Held take(String name, Duration patience) throws PluginCallException, InterruptedException {
    if (!acquire(patience)) {
      throw new PluginCallException(
          "the exporter "
              + name
              + (hangs
                  ? " has not come back from an earlier scrape"
                  : " is still busy with another scrape"),
          true,
          null);
    }
    if (ended) {
      free.release();
      throw new PluginCallException("the exporter " + name + " was stopped", false, null);
    }
    return new Held();
  }

  private boolean acquire(Duration patience) throws InterruptedException {
    return free.tryAcquire(hangs ? 0 : patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns whether the exporter is in a call that nobody waits for any more. */
  boolean hangs() {
    return hangs;
  }

  /** Refuses it from now on, and waits a while for the exporter to come back. */
  void end(Duration patience) throws InterruptedException {
    ended = true;
    if (acquire(patience)) {
      free.release();
    }
  }

  /** The permit in the hands of one call. */
  final class Held {

    private boolean begun;
    private boolean over;

    /** Returns a call that gives the permit back when it comes back. */
    <T> Callable<T> around(Callable<T> call) {
      return () -> {
        begin();
        try {
          return call.call();
        } finally {
          end();
        }
      };
    }

    private synchronized void begin() {
      if (over) {
        throw new CancellationException("nobody waits for it any more");
      }
      begun = true;
    }

    private synchronized void end() {
      over = true;
      hangs = false;
      free.release();
    }

    /** Says that nobody waits for the call any more. */
    synchronized void leave() {
      if (begun && !over) {
        hangs = true;
      } else if (!begun && !over) {
        over = true;
        free.release();
      }
    }
  }
}
