// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.exporters.ExporterInstances;
import io.narthex.plugins.PluginRegistry;
import io.narthex.process.ServerProcess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the host of exporters. The file that the framework property {@code
 * narthex.exporters.config.file} names is read at start and whenever the configuration is reloaded.
 */
@Component(
    immediate = true,
    service = {})
public final class ExportersActivator {

  private static final Logger LOG = LoggerFactory.getLogger(ExportersActivator.class);

  private @Nullable ExporterHost host;
  private @Nullable ServiceRegistration<ExporterInstances> registration;
  private ConfigService.@Nullable Subscription subscription;

  /** Starts. */
  @Activate
  public ExportersActivator(
      BundleContext context,
      @Reference PluginRegistry registry,
      @Reference ConfigService config,
      @Reference ServerProcess process) {
    String file = context.getProperty("narthex.exporters.config.file");
    String data = context.getProperty("narthex.storage.tsdb.path");
    Path folder = Path.of(data == null ? "data" : data).resolve("exporters");
    ExporterHost made;
    try {
      made = new ExporterHost(registry, file == null ? null : Path.of(file), folder);
    } catch (ConfigException e) {
      process.misconfigured(String.valueOf(e.getMessage()));
      return;
    }
    host = made;
    made.open();
    registration = context.registerService(ExporterInstances.class, made, null);
    subscription = config.subscribe(configuration -> reload(made));
  }

  private static void reload(ExporterHost host) {
    try {
      host.reload();
    } catch (ConfigException e) {
      LOG.error("The list of exporters was not reloaded, the old one stays: {}", e.getMessage());
    }
  }

  /** Stops all exporters. */
  @Deactivate
  public void deactivate() {
    if (subscription != null) {
      subscription.close();
    }
    if (registration != null) {
      registration.unregister();
    }
    if (host != null) {
      host.close();
    }
  }
}
