// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.spi.discovery.TargetGroup;
import java.util.List;

/** Tells which targets of a job could never be scraped, without scraping any. */
public final class TargetCheck {

  private TargetCheck() {}

  /**
   * Relabels target groups as the job would.
   *
   * @return a sentence for each target that has no usable address, interval or label
   */
  public static List<String> failures(ScrapeConfig config, List<TargetGroup> groups) {
    return TargetSet.of(config, groups).failures();
  }
}
