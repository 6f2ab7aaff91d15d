// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.Configuration;
import io.narthex.config.ConfigurationCheck;
import io.narthex.config.model.StorageConfig;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.storage.StorageEngineFactory;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Refuses a configuration in which {@code storage.engine} is not what the storage engine takes. An
 * engine that is not there yet looks at it when it is opened.
 */
@Component
public final class EngineOptionsCheck implements ConfigurationCheck {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final PluginRegistry registry;
  private final String type;

  /** Asks the engine that the command line names. */
  @Activate
  public EngineOptionsCheck(BundleContext context, @Reference PluginRegistry registry) {
    this(registry, StorageSettings.type(context::getProperty));
  }

  EngineOptionsCheck(PluginRegistry registry, String type) {
    this.registry = registry;
    this.type = type;
  }

  @Override
  public void check(Configuration configuration) throws ConfigException {
    check(configuration.config().storage());
  }

  void check(StorageConfig storage) throws ConfigException {
    ConfigNode options = storage.engine();
    if (options == null) {
      return;
    }
    Optional<Plugin<StorageEngineFactory<?>>> plugin = find();
    if (plugin.isPresent()) {
      check(plugin.get(), options);
    }
  }

  private void check(Plugin<StorageEngineFactory<?>> plugin, ConfigNode options)
      throws ConfigException {
    try {
      registry.call(
          plugin, "check", DEADLINE, () -> options.bind(plugin.factory().configuration()));
    } catch (PluginCallException e) {
      if (e.getCause() instanceof ConfigException fault) {
        throw fault;
      }
      throw options.fault(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw options.fault("interrupted while the options were checked");
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the kind of a generic factory has no class literal
  private Optional<Plugin<StorageEngineFactory<?>>> find() {
    return registry.find((Class<StorageEngineFactory<?>>) (Class) StorageEngineFactory.class, type);
  }
}
