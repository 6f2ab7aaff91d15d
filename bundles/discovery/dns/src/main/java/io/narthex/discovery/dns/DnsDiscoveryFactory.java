// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.dns;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes the discoveries of {@code dns_sd_configs}, and shows what they count. */
@Component(service = {TargetDiscoveryFactory.class, MultiCollector.class})
public final class DnsDiscoveryFactory
    implements TargetDiscoveryFactory<DnsSdConfig>, MultiCollector {

  private final Supplier<ResolverSettings> settings;
  private final DnsSdMetrics metrics = new DnsSdMetrics();

  /** Asks the name servers of the system. */
  @Activate
  public DnsDiscoveryFactory() {
    this(ResolverSettings::ofSystem);
  }

  DnsDiscoveryFactory(Supplier<ResolverSettings> settings) {
    this.settings = settings;
  }

  @Override
  public String type() {
    return "dns";
  }

  @Override
  public Class<DnsSdConfig> configuration() {
    return DnsSdConfig.class;
  }

  @Override
  public TargetDiscovery create(DnsSdConfig configuration, PluginContext context) {
    return new DnsDiscovery(configuration, settings, metrics);
  }

  @Override
  public MetricSnapshots collect() {
    return metrics.collect();
  }
}
