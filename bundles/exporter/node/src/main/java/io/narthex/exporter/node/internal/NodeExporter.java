// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import io.narthex.spi.exporter.Exporter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the chosen collectors one after the other. A collector that fails is told by {@code
 * node_scrape_collector_success}; the others go on.
 */
public final class NodeExporter implements Exporter {

  private static final Logger LOG = LoggerFactory.getLogger(NodeExporter.class);

  private final Metrics metrics = new Metrics();
  private final List<Collector> collectors;
  private final Family duration =
      metrics.gauge(
          "node_scrape_collector_duration_seconds", "How long a collector took.", "collector");
  private final Family success =
      metrics.gauge("node_scrape_collector_success", "Whether a collector succeeded.", "collector");
  private final BuildInfo buildInfo = new BuildInfo(metrics);

  /** Makes an exporter; nothing is read before the first collect. */
  public NodeExporter(NodeExporterConfig config) {
    this(config, new ProcFiles(config.path()), new LibC());
  }

  NodeExporter(NodeExporterConfig config, ProcFiles files, Kernel kernel) {
    this.collectors = new Collectors(metrics, files, kernel, config).chosen();
  }

  @Override
  public MetricSnapshots collect() throws InterruptedException {
    for (Collector collector : collectors) {
      if (Thread.interrupted()) {
        metrics.take();
        throw new InterruptedException("interrupted before collector " + collector.name());
      }
      long start = System.nanoTime();
      boolean ok = run(collector);
      duration.add((System.nanoTime() - start) / 1e9, collector.name());
      success.add(ok ? 1 : 0, collector.name());
    }
    buildInfo.collect();
    return metrics.take();
  }

  private boolean run(Collector collector) throws InterruptedException {
    try {
      collector.collect();
      return true;
    } catch (NoDataException | FileNotFoundException e) {
      return false;
    } catch (IOException | RuntimeException e) {
      LOG.debug("collector {} failed", collector.name(), e);
      return false;
    } catch (InterruptedException e) {
      metrics.take();
      throw e;
    }
  }

  @Override
  public void close() {
    for (Collector collector : collectors) {
      collector.close();
    }
  }
}
