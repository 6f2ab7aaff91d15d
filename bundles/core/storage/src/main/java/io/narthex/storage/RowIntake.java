// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;

/**
 * Takes rows at any time. An OSGi service that is always there, for those whose samples come once
 * and cannot be asked for again, like scrapes: while an engine opens, reads its log or is replaced,
 * rows wait in memory, and go into the engine when it is open. Who can repeat what it sends uses
 * the {@link io.narthex.spi.storage.StorageEngine} service, which is there while an engine is open.
 *
 * <p>Safe for several threads; a writer is used by one thread at a time.
 */
public interface RowIntake {

  /**
   * Returns a writer for one target, which stays when engines are replaced. While there is no
   * engine its commits count every sample as stored; what an engine refuses later is only logged.
   *
   * @throws io.narthex.spi.storage.StorageException when there is no engine and the memory for rows
   *     that wait is full; commits may throw it for the same reason
   */
  RowWriter writer(Labels target);
}
