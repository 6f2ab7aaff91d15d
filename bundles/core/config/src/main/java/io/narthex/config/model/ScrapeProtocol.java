// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A format that a target may answer in. */
public enum ScrapeProtocol {
  PROMETHEUS_PROTO(
      "PrometheusProto",
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
      false),
  PROMETHEUS_TEXT_0_0_4("PrometheusText0.0.4", "text/plain;version=0.0.4", false),
  PROMETHEUS_TEXT_1_0_0("PrometheusText1.0.0", "text/plain;version=1.0.0", true),
  OPEN_METRICS_TEXT_0_0_1(
      "OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1", false),
  OPEN_METRICS_TEXT_1_0_0(
      "OpenMetricsText1.0.0", "application/openmetrics-text;version=1.0.0", true);

  /** What is asked for when nothing is configured, the most wanted first. */
  public static final List<ScrapeProtocol> DEFAULT =
      List.of(
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  /** What is asked for when native histograms are wanted, which only protobuf carries. */
  public static final List<ScrapeProtocol> PROTO_FIRST =
      List.of(
          PROMETHEUS_PROTO,
          OPEN_METRICS_TEXT_1_0_0,
          OPEN_METRICS_TEXT_0_0_1,
          PROMETHEUS_TEXT_1_0_0,
          PROMETHEUS_TEXT_0_0_4);

  private final String text;
  private final String mediaType;
  private final boolean escapable;

  ScrapeProtocol(String text, String mediaType, boolean escapable) {
    this.text = text;
    this.mediaType = mediaType;
    this.escapable = escapable;
  }

  /**
   * Reads a protocol's name; upper and lower case matter.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static ScrapeProtocol of(String text) {
    for (ScrapeProtocol protocol : values()) {
      if (protocol.text.equals(text)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException(
        "unknown scrape protocol "
            + text
            + ", supported: "
            + Arrays.stream(values()).map(ScrapeProtocol::text).sorted().toList());
  }

  /** Checks a list from a configuration: not empty, no duplicates. */
  static void check(List<ScrapeProtocol> protocols) {
    if (protocols.isEmpty()) {
      throw new InvalidKeyException(
          "scrape_protocols",
          "scrape_protocols cannot be empty; leave the key out for the default");
    }
    Set<ScrapeProtocol> seen = new HashSet<>(protocols);
    if (seen.size() < protocols.size()) {
      throw new InvalidKeyException(
          "scrape_protocols",
          "duplicated protocol in scrape_protocols, got "
              + protocols.stream().map(ScrapeProtocol::text).toList());
    }
  }

  /** Returns the name in a configuration. */
  public String text() {
    return text;
  }

  /** Returns the media type with its parameters, as the Accept header has it. */
  public String mediaType() {
    return mediaType;
  }

  /** Returns whether the escaping of names can be negotiated. */
  public boolean escapable() {
    return escapable;
  }
}
