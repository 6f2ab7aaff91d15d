// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives out batches in order; safe for several threads. */
final class MemorySelection implements Selection {

  private final List<MemoryBatch> batches;
  private final AtomicInteger next = new AtomicInteger();

  MemorySelection(List<MemoryBatch> batches) {
    this.batches = batches;
  }

  @Override
  public @Nullable SeriesBatch next() {
    int i = next.getAndIncrement();
    return i < batches.size() ? batches.get(i) : null;
  }

  /** Nothing is held. */
  @Override
  public void close() {}
}
