// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.plugin.PluginContext;
import org.osgi.service.component.annotations.Component;

/** Makes the discoveries of {@code file_sd_configs}. */
@Component(service = TargetDiscoveryFactory.class)
public final class FileDiscoveryFactory implements TargetDiscoveryFactory<FileSdConfig> {

  @Override
  public String type() {
    return "file";
  }

  @Override
  public Class<FileSdConfig> configuration() {
    return FileSdConfig.class;
  }

  @Override
  public TargetDiscovery create(FileSdConfig configuration, PluginContext context) {
    return new FileDiscovery(configuration);
  }
}
