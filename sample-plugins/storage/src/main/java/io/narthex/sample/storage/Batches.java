// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Batches that several threads may take. */
final class Batches implements Selection {

  private final ConcurrentLinkedQueue<SeriesBatch> left;

  Batches(List<SeriesBatch> batches) {
    left = new ConcurrentLinkedQueue<>(batches);
  }

  @Override
  public @Nullable SeriesBatch next() {
    return left.poll();
  }

  @Override
  public void close() {
    left.clear();
  }
}
