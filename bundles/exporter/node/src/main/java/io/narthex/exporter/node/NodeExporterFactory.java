// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node;

import io.narthex.exporter.node.internal.NodeExporter;
import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import org.osgi.service.component.annotations.Component;

/** Offers the node exporter; one instance runs without being configured. */
@Component(service = ExporterFactory.class)
public final class NodeExporterFactory implements ExporterFactory<NodeExporterConfig> {

  /** Made by Declarative Services. */
  public NodeExporterFactory() {}

  @Override
  public String type() {
    return "node";
  }

  @Override
  public Class<NodeExporterConfig> configuration() {
    return NodeExporterConfig.class;
  }

  @Override
  public Exporter create(NodeExporterConfig configuration, PluginContext context) {
    return new NodeExporter(configuration);
  }
}
