// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.explain;

import org.jspecify.annotations.Nullable;

/**
 * Which operator a thread works for. Operators push series through each other on one stack, so the
 * time between two changes belongs to whoever was current. Used by one thread.
 */
final class StopWatch {

  private @Nullable Meter current;
  private long since;

  /** Makes another current, or none; returns which it was. */
  @Nullable Meter change(@Nullable Meter to) {
    long now = System.nanoTime();
    Meter before = current;
    if (before != null) {
      before.took(now - since);
    }
    current = to;
    since = now;
    return before;
  }

  boolean idle() {
    return current == null;
  }
}
