// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.ConfigNode;
import io.narthex.exporters.ExporterInstances;
import io.narthex.plugins.PluginRegistry;
import io.narthex.scrape.internal.discovery.Discovery;
import io.narthex.scrape.internal.discovery.ExporterDiscovery;
import io.narthex.scrape.internal.discovery.PluginDiscovery;
import io.narthex.spi.plugin.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts the discoveries of jobs.
 *
 * @param registry the plug-ins
 * @param exporters the exporters inside this process
 * @param dataFolder each discovery that is a plug-in gets a folder in it
 */
record DiscoveryStarter(PluginRegistry registry, ExporterInstances exporters, Path dataFolder) {

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
   * Starts one entry of {@code <type>_sd_configs}.
   *
   * @param name what the instance is called
   */
  Discovery start(String type, String name, ConfigNode entry, Runnable changed) {
    if (type.equals(ExporterDiscovery.TYPE)) {
      return new ExporterDiscovery(exporters, entry, changed);
    }
    String folder = name.replaceAll("[^A-Za-z0-9_.-]", "_");
    return new PluginDiscovery(
        registry, type, entry, new Context(name, dataFolder.resolve(folder)), changed);
  }
}
