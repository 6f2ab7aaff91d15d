// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.config.ConfigNode;
import io.narthex.config.model.RetentionConfig;
import io.narthex.config.model.StorageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine is given.
 *
 * @param type the wanted engine's type, which is the instance's name too
 * @param dataFolder where the data lies
 * @param retention how long samples are kept, zero for no limit
 * @param retentionBytes the most bytes, 0 for no limit
 * @param outOfOrderWindow how far behind a sample may come
 * @param maxExemplars how many exemplars are kept
 * @param engineOptions what the engine's own record is bound to, or null for its defaults
 * @param clock the clock to go by
 */
record StorageSettings(
    String type,
    Path dataFolder,
    Duration retention,
    long retentionBytes,
    Duration outOfOrderWindow,
    long maxExemplars,
    @Nullable ConfigNode engineOptions,
    InstantSource clock) {

  private static final Logger LOG = LoggerFactory.getLogger(StorageSettings.class);

  /** Returns the instance's name. */
  String name() {
    return type;
  }

  /**
   * Reads framework properties and the configuration file; the file's retention wins whole, and in
   * it a percentage of the disk wins over a size.
   *
   * @param properties the value of a framework property, or null
   */
  static StorageSettings of(
      UnaryOperator<@Nullable String> properties, StorageConfig config, InstantSource clock) {
    String path = properties.apply("narthex.storage.tsdb.path");
    RetentionConfig own = config.tsdb().retention();
    RetentionConfig retention = own == null ? RetentionConfig.ofFlags(properties) : own;
    Path folder = Path.of(isSet(path) ? path : "data");
    long bytes = retention.size().bytes();
    if (retention.percentage() > 0) {
      bytes = share(folder, retention.percentage(), bytes);
    }
    return new StorageSettings(
        type(properties),
        folder,
        retention.time(),
        bytes,
        config.tsdb().outOfOrderTimeWindow(),
        Objects.requireNonNullElse(config.exemplars().maxExemplars(), 100_000L),
        config.engine(),
        clock);
  }

  /** Returns the type of the engine that the command line names. */
  static String type(UnaryOperator<@Nullable String> properties) {
    String type = properties.apply("narthex.storage.engine");
    return isSet(type) ? type : "local";
  }

  /** Returns so many percent of the disk of a folder, which need not exist yet. */
  private static long share(Path folder, double percentage, long otherwise) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return Math.max(1, (long) (Files.getFileStore(there).getTotalSpace() * percentage / 100));
    } catch (IOException e) {
      LOG.warn(
          "The size of the disk of {} cannot be found out: {}. storage.tsdb.retention.percentage"
              + " is passed over; storage.tsdb.retention.size holds, if it is set.",
          there,
          e.getMessage());
      return otherwise;
    }
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }
}
