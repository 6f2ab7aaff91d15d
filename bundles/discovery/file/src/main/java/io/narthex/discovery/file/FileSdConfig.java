// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Required;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code file_sd_configs}.
 *
 * @param files paths whose last part may hold wildcards, at least one
 * @param refreshInterval default 5m
 */
@Doc("Reads targets from files and notices when they change.")
public record FileSdConfig(
    @Doc("Files that end in .yml, .yaml or .json; the last part of a path may hold * ? [a-z].")
        @Required
        List<Path> files,
    @Doc("How often files are read even if no change was noticed; default 5m.")
        Duration refreshInterval) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

  /** Puts the default in place and checks. */
  public FileSdConfig(@Nullable List<Path> files, @Nullable Duration refreshInterval) {
    if (files == null || files.isEmpty()) {
      throw new IllegalArgumentException(
          "file service discovery config must contain at least one path name; add one to files");
    }
    files.forEach(FilePattern::new);
    this.files = List.copyOf(files);
    this.refreshInterval = refreshInterval == null ? DEFAULT_INTERVAL : refreshInterval;
    if (!this.refreshInterval.isPositive()) {
      throw new IllegalArgumentException("refresh_interval must be more than 0, for instance 5m");
    }
  }
}
