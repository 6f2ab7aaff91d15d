// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.discovery;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.plugin.PluginContext;
import org.osgi.service.component.annotations.Component;

/** Makes discoveries of the type {@code sample}: {@code sample_sd_configs} refers to it. */
@Component(service = TargetDiscoveryFactory.class)
public final class LinesDiscoveryFactory implements TargetDiscoveryFactory<LinesConfig> {

  @Override
  public String type() {
    return "sample";
  }

  @Override
  public Class<LinesConfig> configuration() {
    return LinesConfig.class;
  }

  @Override
  public TargetDiscovery create(LinesConfig configuration, PluginContext context) {
    return new LinesDiscovery(configuration);
  }
}
