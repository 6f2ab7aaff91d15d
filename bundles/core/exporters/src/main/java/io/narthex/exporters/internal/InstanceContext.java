// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import io.narthex.spi.plugin.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an instance is given.
 *
 * @param name the instance's name
 * @param folder its own folder, made when it is asked for
 */
record InstanceContext(String name, Path folder) implements PluginContext {

  @Override
  public Path dataFolder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the data folder " + folder + " cannot be made", e);
    }
  }
}
