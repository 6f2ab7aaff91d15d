// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.plugin.PluginContext;
import org.osgi.service.component.annotations.Component;

/** Makes the discoveries of {@code http_sd_configs}. */
@Component(service = TargetDiscoveryFactory.class)
public final class HttpDiscoveryFactory implements TargetDiscoveryFactory<HttpSdConfig> {

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
    return new HttpDiscovery(configuration);
  }
}
