// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.plugin.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host gives to an instance.
 *
 * @param name the instance's name
 * @param dataFolder its folder, usually below one that JUnit's {@code @TempDir} made; it is made
 *     when it is asked for
 */
public record TestPluginContext(String name, Path dataFolder) implements PluginContext {

  @Override
  public Path dataFolder() {
    try {
      return Files.createDirectories(dataFolder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
