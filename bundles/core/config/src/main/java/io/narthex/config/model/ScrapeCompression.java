// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import java.util.HashSet;
import java.util.List;

/** How a body may come compressed. */
public enum ScrapeCompression {
  GZIP("gzip"),
  /** Takes the target less CPU than gzip; Prometheus does not ask for it. */
  ZSTD("zstd");

  /** What is asked for when nothing is configured, as upstream does. */
  public static final List<ScrapeCompression> DEFAULT = List.of(GZIP);

  private final String text;

  ScrapeCompression(String text) {
    this.text = text;
  }

  /**
   * Reads a compression's name.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static ScrapeCompression of(String text) {
    for (ScrapeCompression compression : values()) {
      if (compression.text.equals(text)) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        "unknown scrape compression \"" + text + "\"; it is 'gzip' or 'zstd'");
  }

  /** Checks a list from a configuration: not empty, no duplicates. */
  static void check(List<ScrapeCompression> compressions) {
    if (compressions.isEmpty()) {
      throw new InvalidKeyException(
          "scrape_compressions",
          "scrape_compressions cannot be empty; to ask for none, set enable_compression to false");
    }
    if (new HashSet<>(compressions).size() < compressions.size()) {
      throw new InvalidKeyException(
          "scrape_compressions",
          "duplicated compression in scrape_compressions, got "
              + compressions.stream().map(ScrapeCompression::text).toList());
    }
  }

  /** Returns the name in a configuration and in HTTP's headers. */
  public String text() {
    return text;
  }
}
