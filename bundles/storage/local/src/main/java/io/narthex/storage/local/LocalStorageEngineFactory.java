// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/** Opens the local storage engine, type {@code local}. */
@Component
public final class LocalStorageEngineFactory implements StorageEngineFactory<LocalStorageConfig> {

  @Override
  public String type() {
    return "local";
  }

  @Override
  public Class<LocalStorageConfig> configuration() {
    return LocalStorageConfig.class;
  }

  @Override
  public StorageEngine open(LocalStorageConfig configuration, StorageContext context)
      throws IOException {
    return LocalStorageEngine.open(configuration, context);
  }
}
