// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.storage.StorageEngineFactory;
import io.narthex.testkit.StorageEngineContract;

/** What the host relies on, with blocks so small that all layers take part. */
class LocalStorageContractTest extends StorageEngineContract<LocalStorageConfig> {

  @Override
  protected StorageEngineFactory<LocalStorageConfig> factory() {
    return new LocalStorageEngineFactory();
  }

  @Override
  protected LocalStorageConfig configuration() {
    return new LocalStorageConfig(null, 0, 0, 4, 0);
  }
}
