// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.ConfigService;
import io.narthex.exporters.ExporterInstances;
import io.narthex.httpclient.HttpClients;
import io.narthex.plugins.PluginInventory;
import io.narthex.plugins.PluginRegistry;
import io.narthex.scrape.TargetInventory;
import io.narthex.scrape.internal.append.ScrapeFeatures;
import io.narthex.scrape.internal.http.BufferPool;
import io.narthex.scrape.internal.http.JobClients;
import io.narthex.spi.config.Durations;
import io.narthex.storage.RowIntake;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Runs the scrape manager by the configuration service. */
@Component(
    immediate = true,
    service = {})
public final class ScrapeActivator {

  private final StorageGate storage = new StorageGate();
  private final ScrapeManager manager;
  private final ConfigService config;

  /** There once rows have somewhere to go: what is scraped before that would be lost. */
  private ConfigService.@Nullable Subscription subscription;

  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  /** Makes a manager, which starts the jobs when the storage is there. */
  @Activate
  public ScrapeActivator(
      BundleContext context,
      @Reference ConfigService config,
      @Reference PluginRegistry registry,
      @Reference PluginInventory inventory,
      @Reference ExporterInstances exporters,
      @Reference HttpClients httpClients) {
    this.config = config;
    ScrapeMetrics metrics = new ScrapeMetrics();
    ScrapeContext shared =
        new ScrapeContext(
            storage,
            exporters,
            new JobClients(httpClients),
            new BufferPool(System::nanoTime),
            metrics,
            new FailureLogs(),
            ScrapeFeatures.of(property(context, "narthex.enable-feature", "")),
            InstantSource.system(),
            new ScrapeTimer(),
            tolerance(context),
            property(context, "narthex.version", "0"),
            ConcurrentHashMap.newKeySet());
    Path data = Path.of(property(context, "narthex.storage.tsdb.path", "data"));
    DiscoveryStarter starter =
        new DiscoveryStarter(registry, exporters, data.resolve("discoveries"));
    manager =
        new ScrapeManager(
            shared,
            starter,
            GlobalUrls.of(
                hostName(),
                property(context, "narthex.web.listen-address", "0.0.0.0:9090").split(",")[0],
                property(context, "narthex.web.external-url", "")),
            Durations.parse(property(context, "narthex.scrape.discovery-reload-interval", "5s")));
    inventory.whenLoaded(manager::pluginsLoaded);
    registrations.add(context.registerService(TargetInventory.class, manager, null));
    registrations.add(context.registerService(MultiCollector.class, starter.metrics(), null));
    registrations.add(
        context.registerService(MultiCollector.class, new ScrapeCollector(manager, metrics), null));
  }

  /** Takes the storage engine; it comes and goes while scraping goes on. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  synchronized void setStorage(RowIntake engine) {
    storage.set(engine);
    if (subscription == null) {
      subscription = config.subscribe(manager::configure);
    }
  }

  /** Loses the storage engine. */
  void unsetStorage(RowIntake engine) {
    storage.unset(engine);
  }

  /** Ends all loops. */
  @Deactivate
  public synchronized void deactivate() {
    if (subscription != null) {
      subscription.close();
    }
    registrations.forEach(ServiceRegistration::unregister);
    manager.close();
  }

  private static long tolerance(BundleContext context) {
    boolean adjust =
        Boolean.parseBoolean(property(context, "narthex.scrape.adjust-timestamps", "true"));
    return adjust
        ? Durations.parse(property(context, "narthex.scrape.timestamp-tolerance", "2ms")).toMillis()
        : -1;
  }

  private static String property(BundleContext context, String name, String fallback) {
    String value = Objects.requireNonNullElse(context.getProperty(name), "");
    return value.isEmpty() ? fallback : value;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
