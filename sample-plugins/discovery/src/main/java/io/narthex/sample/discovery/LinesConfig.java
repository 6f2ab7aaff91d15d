// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.discovery;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Required;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An entry of {@code sample_sd_configs}.
 *
 * @param file the file to read
 * @param refreshInterval the time between two looks at it
 */
@Doc("Reads targets from the lines of a text file.")
public record LinesConfig(
    @Required @Doc("The file, with one target a line: host:port, then label=value in any number.")
        Path file,
    @Doc("The time between two looks at the file; 5s when absent.") Duration refreshInterval) {

  /** The host gives null for what is absent, and shows the message of what is thrown. */
  public LinesConfig {
    if (refreshInterval == null) {
      refreshInterval = Duration.ofSeconds(5);
    }
    if (refreshInterval.isZero()) {
      throw new IllegalArgumentException("refresh_interval must be longer than 0");
    }
  }
}
