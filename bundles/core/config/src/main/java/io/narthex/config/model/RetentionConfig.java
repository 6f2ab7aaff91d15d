// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Durations;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How long samples are kept; what is not set here is unlimited, whatever the command line says.
 *
 * @param time zero for no limit
 * @param size zero for no limit
 * @param percentage of the disk, zero for no limit
 */
public record RetentionConfig(Duration time, ByteSize size, double percentage) {

  private static final Duration DEFAULT_TIME = Duration.ofDays(15);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public RetentionConfig {
    time = time == null ? Duration.ZERO : time;
    size = size == null ? ByteSize.NONE : size;
    if (size.bytes() < 0) {
      throw new InvalidKeyException(
          "size", "'storage.tsdb.retention.size' must be greater than or equal to 0, got " + size);
    }
    if (!(percentage >= 0 && percentage <= 100)) {
      throw new InvalidKeyException(
          "percentage",
          "'storage.tsdb.retention.percentage' must be in the range [0, 100], got " + percentage);
    }
  }

  /**
   * Returns the limits that the command line sets, in force while the configuration file has none:
   * 15 days when it sets none either.
   *
   * @param properties the value of a framework property, or null
   */
  public static RetentionConfig ofFlags(UnaryOperator<@Nullable String> properties) {
    String time = properties.apply("narthex.storage.tsdb.retention.time");
    String size = properties.apply("narthex.storage.tsdb.retention.size");
    Duration kept = time == null || time.isEmpty() ? Duration.ZERO : Durations.parse(time);
    ByteSize bytes = size == null || size.isEmpty() ? ByteSize.NONE : ByteSize.parse(size);
    boolean unlimited = kept.isZero() && bytes.equals(ByteSize.NONE);
    return new RetentionConfig(unlimited ? DEFAULT_TIME : kept, bytes, 0);
  }
}
