// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.config.model.ByteSize;
import io.narthex.config.model.RetentionConfig;
import io.narthex.config.model.TsdbConfig;
import io.narthex.spi.config.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is given.
 *
 * @param type the wanted engine's type, which is the instance's name too
 * @param dataFolder where the data lies
 * @param retention how long samples are kept, zero for no limit
 * @param retentionBytes the most bytes, 0 for no limit
 * @param outOfOrderWindow how far behind a sample may come
 * @param clock the clock to go by
 */
record StorageSettings(
    String type,
    Path dataFolder,
    Duration retention,
    long retentionBytes,
    Duration outOfOrderWindow,
    InstantSource clock) {

  private static final Duration DEFAULT_RETENTION = Duration.ofDays(15);

  /** Returns the instance's name. */
  String name() {
    return type;
  }

  /**
   * Reads framework properties and the configuration file; the file's retention wins whole.
   *
   * @param properties the value of a framework property, or null
   */
  static StorageSettings of(
      UnaryOperator<@Nullable String> properties, TsdbConfig config, InstantSource clock) {
    String type = properties.apply("narthex.storage.engine");
    String path = properties.apply("narthex.storage.tsdb.path");
    String time = properties.apply("narthex.storage.tsdb.retention.time");
    String size = properties.apply("narthex.storage.tsdb.retention.size");
    Duration retention = isSet(time) ? Durations.parse(time) : Duration.ZERO;
    long bytes = isSet(size) ? ByteSize.parse(size).bytes() : 0;
    if (retention.isZero() && bytes == 0) {
      retention = DEFAULT_RETENTION;
    }
    RetentionConfig own = config.retention();
    if (own != null) {
      retention = own.time();
      bytes = own.size().bytes();
    }
    return new StorageSettings(
        isSet(type) ? type : "local",
        Path.of(isSet(path) ? path : "data"),
        retention,
        bytes,
        config.outOfOrderTimeWindow(),
        clock);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }
}
