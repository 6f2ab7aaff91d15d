// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

/** The formats that can be read. */
public enum Format {
  /** Prometheus text, 0.0.4 and 1.0.0. */
  TEXT("text/plain"),
  /** OpenMetrics 0.0.1 and 1.0.0. */
  OPENMETRICS("application/openmetrics-text"),
  /** {@code io.prometheus.client.MetricFamily} messages, each behind its length. */
  PROTOBUF("application/vnd.google.protobuf");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Returns the media type without parameters. */
  public String mediaType() {
    return mediaType;
  }
}
