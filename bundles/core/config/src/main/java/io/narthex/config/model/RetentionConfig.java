// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import java.time.Duration;

/**
 * How long samples are kept; what is not set here is unlimited, whatever the command line says.
 *
 * @param time zero for no limit
 * @param size zero for no limit
 * @param percentage of the disk, zero for no limit
 */
public record RetentionConfig(Duration time, ByteSize size, double percentage) {

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
}
