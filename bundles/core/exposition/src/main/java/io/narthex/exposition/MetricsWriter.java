// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.AcceptHeader;
import io.narthex.exposition.internal.proto.ProtobufWriter;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes snapshots in the format that a scraper asks for: the text format 0.0.4 or 1.0.0,
 * OpenMetrics 0.0.1 or 1.0.0, or delimited protobuf, with names escaped as it asks. Immutable.
 */
public final class MetricsWriter {

  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";

  private final Format format;
  private final String contentType;
  private final EscapingScheme escaping;

  private MetricsWriter(Format format, String contentType, EscapingScheme escaping) {
    this.format = format;
    this.contentType = contentType + "; escaping=" + escaping.getValue();
    this.escaping = escaping;
  }

  /**
   * Chooses the format that an Accept header likes best, or else the text format 0.0.4, as
   * Prometheus' own endpoints do.
   *
   * @param header the header's value, or null when there is none
   */
  public static MetricsWriter forAccept(@Nullable String header) {
    for (AcceptHeader.Choice choice : AcceptHeader.parse(header == null ? "" : header)) {
      EscapingScheme escaping = escaping(choice.parameter("escaping"));
      String version = choice.parameter("version");
      switch (choice.mediaType()) {
        case "application/vnd.google.protobuf" -> {
          if (choice.parameter("proto").equals("io.prometheus.client.MetricFamily")
              && choice.parameter("encoding").equals("delimited")) {
            return new MetricsWriter(Format.PROTOBUF, PROTOBUF, escaping);
          }
        }
        case "application/openmetrics-text" -> {
          if (version.isEmpty() || version.equals("0.0.1") || version.equals("1.0.0")) {
            return new MetricsWriter(
                Format.OPENMETRICS,
                "application/openmetrics-text; version="
                    + (version.isEmpty() ? "0.0.1" : version)
                    + "; charset=utf-8",
                escaping);
          }
        }
        case "text/plain" -> {
          if (version.isEmpty() || version.equals("0.0.4") || version.equals("1.0.0")) {
            return text(version.isEmpty() ? "0.0.4" : version, escaping);
          }
        }
        default -> {}
      }
    }
    return text("0.0.4", EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private static MetricsWriter text(String version, EscapingScheme escaping) {
    return new MetricsWriter(
        Format.TEXT, "text/plain; version=" + version + "; charset=utf-8", escaping);
  }

  private static EscapingScheme escaping(String name) {
    return switch (name) {
      case "allow-utf-8" -> EscapingScheme.ALLOW_UTF8;
      case "dots" -> EscapingScheme.DOTS_ESCAPING;
      case "values" -> EscapingScheme.VALUE_ENCODING_ESCAPING;
      default -> EscapingScheme.UNDERSCORE_ESCAPING;
    };
  }

  /** Returns the format that was chosen. */
  public Format format() {
    return format;
  }

  /** Returns the value of the answer's Content-Type header. */
  public String contentType() {
    return contentType;
  }

  /** Writes the body; the stream stays open. */
  public void write(OutputStream out, MetricSnapshots snapshots) throws IOException {
    switch (format) {
      case TEXT -> PrometheusTextFormatWriter.create().write(out, snapshots, escaping);
      case OPENMETRICS -> OpenMetricsTextFormatWriter.create().write(out, snapshots, escaping);
      case PROTOBUF -> new ProtobufWriter().write(out, snapshots, escaping);
    }
  }
}
