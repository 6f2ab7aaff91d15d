// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Body buffers that are not in use, for all loops: as many are kept as scrapes ran at the same time
 * in the last seconds. While a server starts its scrapes are slow and many overlap; the buffers
 * which that took are let go again. Safe for several threads.
 */
public final class BufferPool {

  private static final long KEPT_BYTES = 8L << 20;

  /** A buffer that a whole period did without is dropped. */
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final LongSupplier nanoTime;
  private final ArrayDeque<BodyBuffer> idle = new ArrayDeque<>();
  private long idleBytes;
  private long periodStart;
  private int leastIdle;

  /**
   * Makes an empty pool.
   *
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public BufferPool(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    periodStart = nanoTime.getAsLong();
  }

  /** Takes a buffer, the one that came back last: the others may turn out not to be needed. */
  public synchronized BodyBuffer take() {
    @Nullable BodyBuffer buffer = idle.pollLast();
    leastIdle = Math.min(leastIdle, idle.size());
    if (buffer == null) {
      return new BodyBuffer();
    }
    idleBytes -= buffer.capacity();
    return buffer;
  }

  /** Gives a buffer back. */
  public synchronized void give(BodyBuffer buffer) {
    long now = nanoTime.getAsLong();
    if (now - periodStart >= PERIOD_NANOS) {
      for (; leastIdle > 0; leastIdle--) {
        drop(idle.removeFirst());
      }
      periodStart = now;
      leastIdle = idle.size();
    }
    if (idleBytes + buffer.capacity() > KEPT_BYTES) {
      buffer.free();
      return;
    }
    idleBytes += buffer.capacity();
    idle.addLast(buffer);
  }

  private void drop(BodyBuffer buffer) {
    idleBytes -= buffer.capacity();
    buffer.free();
  }
}
