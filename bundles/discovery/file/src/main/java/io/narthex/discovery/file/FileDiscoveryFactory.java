// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes the discoveries of {@code file_sd_configs}, and shows what they count. */
@Component(service = {TargetDiscoveryFactory.class, MultiCollector.class})
public final class FileDiscoveryFactory
    implements TargetDiscoveryFactory<FileSdConfig>, MultiCollector {

  private final FileSdMetrics metrics = new FileSdMetrics();

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
    return new FileDiscovery(configuration, metrics);
  }

  @Override
  public MetricSnapshots collect() {
    return metrics.collect();
  }

  @Override
  public List<TargetGroup> localTargets(FileSdConfig configuration)
      throws IOException, TargetFileException {
    List<TargetGroup> groups = new ArrayList<>();
    for (Path pattern : configuration.files()) {
      for (Path file : new FilePattern(pattern).matches()) {
        groups.addAll(TargetFile.read(file));
      }
    }
    return groups;
  }
}
