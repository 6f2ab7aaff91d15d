// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.cli.internal.PluginJars;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.model.StorageConfig;
import io.narthex.spi.storage.StorageEngineFactory;
import java.io.IOException;

/** Judges {@code storage.engine} by the distribution's storage engine. */
final class EngineOptions implements AutoCloseable {

  private final PluginJars<StorageEngineFactory<?>> plugins;
  private final String type;

  /** Judges by the engine of a type; by none when it is not in the distribution. */
  EngineOptions(String type) throws IOException {
    this.type = type;
    this.plugins = PluginJars.ofDistribution(StorageEngineFactory.class);
  }

  /**
   * Binds the options, as the engine does when it is opened.
   *
   * @throws ConfigException when the engine would refuse them
   */
  void check(StorageConfig storage) throws ConfigException {
    ConfigNode options = storage.engine();
    StorageEngineFactory<?> engine = plugins.find(type);
    if (options != null && engine != null) {
      options.bind(engine.configuration());
    }
  }

  @Override
  public void close() throws IOException {
    plugins.close();
  }
}
