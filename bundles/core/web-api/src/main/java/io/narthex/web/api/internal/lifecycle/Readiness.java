// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.lifecycle;

import io.narthex.process.ServerProcess;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether all parts are there that the server needs for its work: the configuration, storage,
 * queries, scraping and the web server itself. Parts are looked for by the names of their services;
 * when they are first all there, the process is told that it serves.
 */
@Component(
    service = {Readiness.class, Collector.class},
    immediate = true)
public final class Readiness implements Collector {

  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("io.narthex.config.ConfigService", "the configuration");
    PARTS.put("io.narthex.spi.storage.StorageEngine", "the storage engine");
    PARTS.put("io.narthex.promql.QueryEngine", "the query engine");
    PARTS.put("io.narthex.scrape.TargetInventory", "the scrape manager");
    PARTS.put("io.narthex.web.WebServer", "the web server");
  }

  private final BundleContext context;
  private final ServerProcess process;
  private final ServiceListener listener = this::changed;

  /** Begins to watch the parts. */
  @Activate
  public Readiness(BundleContext context, @Reference ServerProcess process)
      throws InvalidSyntaxException {
    this.context = context;
    this.process = process;
    StringBuilder filter = new StringBuilder("(|");
    PARTS
        .keySet()
        .forEach(
            type ->
                filter
                    .append('(')
                    .append(Constants.OBJECTCLASS)
                    .append('=')
                    .append(type)
                    .append(')'));
    context.addServiceListener(listener, filter.append(')').toString());
    check();
  }

  /** Ends watching. */
  @Deactivate
  public void close() {
    context.removeServiceListener(listener);
  }

  /** Returns what is not there, in words; empty when the server is ready. */
  List<String> missing() {
    return PARTS.entrySet().stream()
        .filter(part -> !present(part.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Asks all bundles: one that knows another version of the package still has the part. */
  private boolean present(String type) {
    try {
      return context.getAllServiceReferences(type, null) != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter is used", e);
    }
  }

  private void changed(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      check();
    }
  }

  private void check() {
    if (missing().isEmpty()) {
      process.ready();
    }
  }

  @Override
  public MetricSnapshot collect() {
    return GaugeSnapshot.builder()
        .name("prometheus_ready")
        .help("Whether the server is ready (1) or not (0).")
        .dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value(missing().isEmpty() ? 1 : 0)
                .build())
        .build();
  }
}
