// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.Configuration;
import io.narthex.config.ConfigurationCheck;
import io.narthex.config.model.AlertmanagerConfig;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Refuses a configuration in which an entry of {@code <type>_sd_configs} is not what its plug-in
 * takes. Entries whose plug-in is not there are passed over: they wait for it.
 */
@Component
public final class DiscoveryEntriesCheck implements ConfigurationCheck {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final PluginRegistry registry;

  /** Asks the plug-ins of a registry. */
  @Activate
  public DiscoveryEntriesCheck(@Reference PluginRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void check(Configuration configuration) throws ConfigException {
    for (ScrapeConfig job : configuration.config().scrapeConfigs()) {
      check(job.discoveries());
    }
    for (AlertmanagerConfig alertmanager : configuration.config().alerting().alertmanagers()) {
      check(alertmanager.discoveries());
    }
  }

  private void check(Map<String, List<ConfigNode>> discoveries) throws ConfigException {
    for (Map.Entry<String, List<ConfigNode>> type : discoveries.entrySet()) {
      Optional<Plugin<TargetDiscoveryFactory<?>>> plugin = find(type.getKey());
      if (plugin.isPresent()) {
        for (ConfigNode entry : type.getValue()) {
          check(plugin.get(), entry);
        }
      }
    }
  }

  /** Binds an entry, by which the plug-in's own record looks at it. */
  private void check(Plugin<TargetDiscoveryFactory<?>> plugin, ConfigNode entry)
      throws ConfigException {
    try {
      registry.call(plugin, "check", DEADLINE, () -> entry.bind(plugin.factory().configuration()));
    } catch (PluginCallException e) {
      if (e.getCause() instanceof ConfigException fault) {
        throw fault;
      }
      throw entry.fault(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw entry.fault("interrupted while the entry was checked");
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the kind of a generic factory has no class literal
  private Optional<Plugin<TargetDiscoveryFactory<?>>> find(String type) {
    return registry.find(
        (Class<TargetDiscoveryFactory<?>>) (Class) TargetDiscoveryFactory.class, type);
  }
}
