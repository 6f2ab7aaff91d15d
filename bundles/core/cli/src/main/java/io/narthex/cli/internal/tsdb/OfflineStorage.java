// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.cli.internal.CommandFailure;
import io.narthex.cli.internal.PluginJars;
import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageEngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data a command works on. */
final class OfflineStorage {

  /** Longer than any sample is old: a command never deletes by age. */
  private static final Duration FOR_EVER = Duration.ofDays(100_000);

  @Option(
      names = "--storage.tsdb.path",
      paramLabel = "DIR",
      description = "Folder of the data. Default: data/ of the distribution.")
  private @Nullable Path path;

  @Option(
      names = "--storage.engine",
      paramLabel = "TYPE",
      defaultValue = "local",
      description = "Type of the storage engine plug-in.")
  private String type = "";

  /** What is done with the open engine. */
  interface Work {
    void with(StorageEngine engine) throws IOException;
  }

  /**
   * Opens the engine, works, and closes it.
   *
   * @param create whether a folder that is not there is made
   * @throws CommandFailure when the engine cannot be opened or the work fails
   */
  void run(boolean create, Work work) {
    Path folder = folder();
    if (!create && !Files.isDirectory(folder)) {
      throw new CommandFailure(folder + " is no folder; name the data by --storage.tsdb.path");
    }
    try (PluginJars<StorageEngineFactory<?>> plugins =
        PluginJars.ofDistribution(StorageEngineFactory.class)) {
      StorageEngineFactory<?> factory = plugins.find(type);
      if (factory == null) {
        throw new CommandFailure(
            "there is no storage engine " + type + " in plugins/; correct --storage.engine");
      }
      Files.createDirectories(folder);
      try (StorageEngine engine = open(factory, folder)) {
        work.with(engine);
      }
    } catch (IOException | ConfigException e) {
      throw new CommandFailure(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private Path folder() {
    if (path != null) {
      return path;
    }
    String home = System.getProperty("narthex.home");
    if (home == null) {
      throw new CommandFailure("name the data by --storage.tsdb.path");
    }
    return Path.of(home, "data");
  }

  private static <C extends Record> StorageEngine open(StorageEngineFactory<C> factory, Path folder)
      throws IOException, ConfigException {
    C defaults = ConfigBinder.empty(factory.type(), folder).bind(factory.configuration());
    return factory.open(defaults, new Context(factory.type(), folder));
  }

  /** Samples of any age are taken and kept. */
  private record Context(String name, Path dataFolder) implements StorageContext {

    @Override
    public Duration retention() {
      return FOR_EVER;
    }

    @Override
    public long retentionBytes() {
      return 0;
    }

    @Override
    public Duration outOfOrderWindow() {
      return FOR_EVER;
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }
  }
}
