// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.ConfigNode;
import io.narthex.exporters.ExporterInstances;
import io.narthex.plugins.PluginRegistry;
import io.narthex.scrape.internal.discovery.Discovery;
import io.narthex.scrape.internal.discovery.DiscoveryMetrics;
import io.narthex.scrape.internal.discovery.ExporterDiscovery;
import io.narthex.scrape.internal.discovery.PluginDiscovery;
import io.narthex.scrape.internal.discovery.SharedDiscoveries;
import io.narthex.spi.plugin.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts the discoveries of jobs; equal entries of several jobs share one. */
final class DiscoveryStarter {

  private final PluginRegistry registry;
  private final ExporterInstances exporters;
  private final Path dataFolder;
  private final SharedDiscoveries shared = new SharedDiscoveries();
  private final DiscoveryMetrics metrics = new DiscoveryMetrics();

  /**
   * Runs none yet.
   *
   * @param registry the plug-ins
   * @param exporters the exporters inside this process
   * @param dataFolder each discovery that is a plug-in gets a folder in it
   */
  DiscoveryStarter(PluginRegistry registry, ExporterInstances exporters, Path dataFolder) {
    this.registry = registry;
    this.exporters = exporters;
    this.dataFolder = dataFolder;
  }

  /** Returns what is counted of them. */
  DiscoveryMetrics metrics() {
    return metrics;
  }

  /**
   * What a plug-in is given.
   *
   * @param name its name
   * @param folder its own folder, made when it is asked for
   */
  private record Context(String name, Path folder) implements PluginContext {

    @Override
    public Path dataFolder() {
      try {
        return Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("the data folder " + folder + " cannot be made", e);
      }
    }
  }

  /**
   * Starts one entry of {@code <type>_sd_configs}, or joins the jobs that have an equal one.
   *
   * @param job the job that names it
   * @param index its place among the job's entries of the type
   */
  Discovery start(String type, String job, int index, ConfigNode entry, Runnable changed) {
    return shared.take(
        type, entry, changed, anyChanged -> make(type, job, index, entry, anyChanged));
  }

  private Discovery make(String type, String job, int index, ConfigNode entry, Runnable changed) {
    if (type.equals(ExporterDiscovery.TYPE)) {
      return new ExporterDiscovery(exporters, entry, changed);
    }
    String name = job + "/" + type + "/" + index;
    String folder = name.replaceAll("[^A-Za-z0-9_.-]", "_");
    return new PluginDiscovery(
        registry,
        type,
        job,
        entry,
        new Context(name, dataFolder.resolve(folder)),
        metrics,
        changed);
  }
}
