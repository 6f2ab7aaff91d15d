// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.httpclient.HttpClients;
import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the discoveries of {@code http_sd_configs}, and shows what they count. */
@Component(service = {TargetDiscoveryFactory.class, MultiCollector.class})
public final class HttpDiscoveryFactory
    implements TargetDiscoveryFactory<HttpSdConfig>, MultiCollector {

  private final HttpClients clients;
  private final HttpSdMetrics metrics = new HttpSdMetrics();

  /** Calls by the clients of the server. */
  @Activate
  public HttpDiscoveryFactory(@Reference HttpClients clients) {
    this.clients = clients;
  }

  @Override
  public String type() {
    return "http";
  }

  @Override
  public Class<HttpSdConfig> configuration() {
    return HttpSdConfig.class;
  }

  @Override
  public TargetDiscovery create(HttpSdConfig configuration, PluginContext context) {
    return new HttpDiscovery(configuration, clients, metrics);
  }

  @Override
  public MetricSnapshots collect() {
    return metrics.collect();
  }
}
