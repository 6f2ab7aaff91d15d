// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/** The answer to a selection: batches, taken one by one. */
@ConsumerType
public interface Selection extends AutoCloseable {

  /**
   * Returns the next batch, or null when there is none left. Several threads may take batches at
   * the same time; each batch is used by one thread.
   *
   * @throws StorageException when the data cannot be read
   */
  @Nullable SeriesBatch next();

  /**
   * Returns what the asker should know, for instance that a damaged file was left out. Complete
   * once all batches were taken.
   */
  default List<String> warnings() {
    return List.of();
  }

  /** Releases what the selection holds. Batches and their arrays must not be used afterwards. */
  @Override
  void close();
}
