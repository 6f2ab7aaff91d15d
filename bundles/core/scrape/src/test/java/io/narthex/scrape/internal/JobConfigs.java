// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.internal.ConfigLoader;
import io.narthex.config.model.PrometheusConfig;
import io.narthex.config.model.ScrapeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Configurations from the text that an operator would write. */
public final class JobConfigs {

  private JobConfigs() {}

  /** Reads the keys of one job, which stand in a flow mapping. */
  public static ScrapeConfig job(String keys) {
    return prometheus("scrape_configs: [{job_name: j" + (keys.isEmpty() ? "" : ", " + keys) + "}]")
        .scrapeConfigs()
        .getFirst();
  }

  /** Reads a file of one job that scrapes a target often, with further keys of it. */
  static PrometheusConfig scraping(String address, String keys) {
    return prometheus(
        "scrape_configs: [{job_name: j, scrape_interval: 100ms, static_configs: [{targets: ['"
            + address
            + "']}]"
            + (keys.isEmpty() ? "" : ", " + keys)
            + "}]");
  }

  /** Reads a whole file. */
  public static PrometheusConfig prometheus(String text) {
    try {
      Path file = Files.createTempFile("prometheus", ".yml");
      try {
        Files.writeString(file, text);
        return new ConfigLoader(name -> null, InstantSource.system()).load(file).config();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
