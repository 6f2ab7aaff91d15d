// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

/** The series that each scrape writes about itself. */
public enum ReportSeries {
  UP("up", false),
  DURATION("scrape_duration_seconds", false),
  SAMPLES("scrape_samples_scraped", false),
  POST_RELABELING("scrape_samples_post_metric_relabeling", false),
  SERIES_ADDED("scrape_series_added", false),
  TIMEOUT("scrape_timeout_seconds", true),
  SAMPLE_LIMIT("scrape_sample_limit", true),
  BODY_SIZE("scrape_body_size_bytes", true);

  private final String metric;
  private final boolean extra;

  ReportSeries(String metric, boolean extra) {
    this.metric = metric;
    this.extra = extra;
  }

  /** Returns the metric's name. */
  public String metric() {
    return metric;
  }

  /** Returns whether it is written only with {@code extra_scrape_metrics}. */
  public boolean isExtra() {
    return extra;
  }
}
