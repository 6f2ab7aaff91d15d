// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Body buffers that are not in use, for all loops: only as many are kept as scrapes run at the same
 * time. Safe for several threads.
 */
public final class BufferPool {

  private static final long KEPT_BYTES = 8L << 20;

  private final ArrayDeque<BodyBuffer> idle = new ArrayDeque<>();
  private long idleBytes;

  /** Takes a buffer. */
  public synchronized BodyBuffer take() {
    @Nullable BodyBuffer buffer = idle.pollLast();
    if (buffer == null) {
      return new BodyBuffer();
    }
    idleBytes -= buffer.capacity();
    return buffer;
  }

  /** Gives a buffer back. */
  public synchronized void give(BodyBuffer buffer) {
    if (idleBytes + buffer.capacity() > KEPT_BYTES) {
      buffer.free();
      return;
    }
    idleBytes += buffer.capacity();
    idle.addLast(buffer);
  }
}
