// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.config.ConfigurationCheck;
import io.narthex.process.ServerProcess;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Loads the file that the framework property {@code narthex.config.file} names, and registers the
 * configuration service. When the first load fails the server cannot run and is told to end.
 */
@Component(
    immediate = true,
    service = {})
public final class ConfigActivator {

  /** Names the configuration file. */
  public static final String FILE_PROPERTY = "narthex.config.file";

  /** Start times come by protobuf more often than by text, so these ask for that first. */
  private static final List<String> START_TIMES =
      List.of("created-timestamp-zero-ingestion", "st-storage");

  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final ServiceTracker<ConfigurationCheck, ConfigurationCheck> checks;

  /** Loads and registers. */
  @Activate
  public ConfigActivator(BundleContext context, @Reference ServerProcess process) {
    String property = context.getProperty(FILE_PROPERTY);
    Path file = Path.of(property == null ? "prometheus.yml" : property);
    InstantSource clock = InstantSource.system();
    String flag = context.getProperty("narthex.enable-feature");
    List<String> features =
        flag == null ? List.of() : Arrays.stream(flag.split(",")).map(String::strip).toList();
    checks = new ServiceTracker<>(context, ConfigurationCheck.class, null);
    checks.open();
    try {
      FileConfigService service =
          new FileConfigService(
              file,
              new ConfigLoader(System::getenv, clock, !Collections.disjoint(features, START_TIMES)),
              () -> List.copyOf(checks.getTracked().values()),
              clock);
      registrations.add(context.registerService(ConfigService.class, service, null));
      registrations.add(
          context.registerService(MultiCollector.class, new ConfigMetrics(service), null));
    } catch (ConfigException e) {
      process.misconfigured(String.valueOf(e.getMessage()));
    }
  }

  /** Unregisters. */
  @Deactivate
  public void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
    checks.close();
  }
}
