// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape;

import java.util.Locale;

/** How the last scrape of a target went. */
public enum TargetHealth {
  /** It was not scraped yet. */
  UNKNOWN,
  /** The last scrape was good. */
  UP,
  /** The last scrape failed. */
  DOWN;

  /** Returns the word in API answers. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
