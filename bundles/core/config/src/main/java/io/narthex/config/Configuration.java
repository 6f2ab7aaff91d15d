// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import io.narthex.config.internal.ConfigWriter;
import io.narthex.config.model.PrometheusConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is in force.
 *
 * @param config the bound and checked configuration, with scrape configurations of included files
 * @param writer writes {@link #text}, which few ever ask for: a start and a reload do not pay for
 *     it
 * @param file the main file
 * @param loadedAt when it was read
 * @param hash a SHA-256, in hexadecimal, over the names and contents of the main file and of the
 *     rule and scrape configuration files that it names
 */
public record Configuration(
    PrometheusConfig config, Supplier<String> writer, Path file, Instant loadedAt, String hash) {

  /**
   * Returns the configuration as YAML that loads again, with defaults and what jobs inherit filled
   * in, without the jobs of included files, secrets replaced by {@code <secret>}: fit to be shown.
   * It is written at each call.
   */
  public String text() {
    return writer.get();
  }

  /**
   * Returns one job as it would stand in {@link #text}, whichever file it is from.
   *
   * @return empty when there is no job of that name
   */
  public Optional<String> text(String job) {
    return config.scrapeConfigs().stream()
        .filter(scrape -> scrape.jobName().equals(job))
        .findFirst()
        .map(ConfigWriter::write);
  }
}
