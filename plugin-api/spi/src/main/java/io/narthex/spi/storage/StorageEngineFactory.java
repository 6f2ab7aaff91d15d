// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import io.narthex.spi.plugin.PluginFactory;
import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens a storage engine of one type. Register it as an OSGi service; {@code --storage.engine}
 * names the type.
 *
 * @param <C> the configuration record
 */
@ConsumerType
public interface StorageEngineFactory<C extends Record> extends PluginFactory<C> {

  /**
   * Opens the engine. Called on a virtual thread, once; the engine before it has been closed.
   *
   * @param configuration the bound and validated record
   * @param context folder, retention and clock
   * @throws IOException when the data cannot be opened, with a message that names the folder or
   *     file and the remedy; the host shows it and stays without storage
   */
  StorageEngine open(C configuration, StorageContext context) throws IOException;
}
