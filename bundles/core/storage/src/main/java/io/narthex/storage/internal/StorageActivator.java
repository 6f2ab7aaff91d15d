// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.config.ConfigService;
import io.narthex.config.Configuration;
import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginRegistry;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.storage.RowIntake;
import io.narthex.storage.StorageState;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs the storage host by the framework properties {@code narthex.storage.engine}, {@code
 * narthex.storage.tsdb.path} and {@code narthex.storage.tsdb.retention.*}, and by the section
 * {@code storage} of the configuration file. The one {@link StorageEngine} service is registered
 * while an engine is open, {@link StorageState} and {@link RowIntake} always.
 */
@Component(
    immediate = true,
    service = {})
public final class StorageActivator {

  private final BundleContext context;
  private final StorageHost host;
  private final ServiceRegistration<StorageState> state;
  private final ServiceRegistration<RowIntake> intake;
  private final ServiceRegistration<MultiCollector> metrics;
  private final ConfigService.Subscription subscription;
  private @Nullable ServiceRegistration<StorageEngine> engine;

  /** Starts. */
  @Activate
  public StorageActivator(
      BundleContext context,
      @Reference PluginRegistry registry,
      @Reference PluginInventory inventory,
      @Reference ConfigService config) {
    this.context = context;
    host = new StorageHost(registry, settings(config.current()), this::publish);
    subscription = config.subscribe(changed -> host.limits(settings(changed)));
    state = context.registerService(StorageState.class, host, null);
    intake = context.registerService(RowIntake.class, host.intake(), null);
    metrics = context.registerService(MultiCollector.class, host.metrics(), null);
    host.open();
    inventory.whenLoaded(host::pluginsLoaded);
  }

  private StorageSettings settings(Configuration configuration) {
    return StorageSettings.of(
        context::getProperty, configuration.config().storage(), InstantSource.system());
  }

  private synchronized void publish(boolean available) {
    ServiceRegistration<StorageEngine> present = engine;
    if (available && present == null) {
      engine = context.registerService(StorageEngine.class, host.engine(), null);
    } else if (!available && present != null) {
      engine = null;
      present.unregister();
    }
  }

  /** Closes the engine; what was committed is durable when this returns. */
  @Deactivate
  public void deactivate() {
    subscription.close();
    intake.unregister();
    metrics.unregister();
    host.close();
    state.unregister();
  }
}
