// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.exporter;

import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import org.osgi.service.component.annotations.Component;

/** Makes exporters of the type {@code sample}. */
@Component(service = ExporterFactory.class)
public final class FolderExporterFactory implements ExporterFactory<FolderConfig> {

  @Override
  public String type() {
    return "sample";
  }

  @Override
  public Class<FolderConfig> configuration() {
    return FolderConfig.class;
  }

  @Override
  public Exporter create(FolderConfig configuration, PluginContext context) {
    return new FolderExporter(configuration.folder());
  }
}
