// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.testplugin;

import io.narthex.spi.config.NoConfig;
import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.spi.plugin.PluginContext;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** A factory that behaves as the file {@code behaviour.properties} in its jar says. */
public final class TestExporterFactory implements ExporterFactory<NoConfig> {

  private final String type;

  /** Made by its component. */
  public TestExporterFactory() throws IOException {
    Properties behaviour = new Properties();
    try (InputStream in = TestExporterFactory.class.getResourceAsStream("/behaviour.properties")) {
      behaviour.load(in);
    }
    String failure = behaviour.getProperty("fail");
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    type = behaviour.getProperty("type");
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Class<NoConfig> configuration() {
    return NoConfig.class;
  }

  @Override
  public Exporter create(NoConfig configuration, PluginContext context) {
    return () -> MetricSnapshots.of();
  }
}
