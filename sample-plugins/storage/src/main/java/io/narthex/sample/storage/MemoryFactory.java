// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.spi.config.NoConfig;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import org.osgi.service.component.annotations.Component;

/** Opens engines of the type {@code sample}: {@code --storage.engine=sample} names it. */
@Component(service = StorageEngineFactory.class)
public final class MemoryFactory implements StorageEngineFactory<NoConfig> {

  @Override
  public String type() {
    return "sample";
  }

  @Override
  public Class<NoConfig> configuration() {
    return NoConfig.class;
  }

  @Override
  public StorageEngine open(NoConfig configuration, StorageContext context) {
    return new MemoryEngine(context.retention(), context.outOfOrderWindow());
  }
}
