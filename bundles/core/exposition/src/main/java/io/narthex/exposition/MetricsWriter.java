// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.proto.ProtobufWriter;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes snapshots in the format that a scraper asks for: the text format 0.0.4 or 1.0.0,
 * OpenMetrics 0.0.1 or 1.0.0, or delimited protobuf, with names escaped as it asks. Immutable.
 */
public final class MetricsWriter {

  private final AnswerFormat answer;

  private MetricsWriter(AnswerFormat answer) {
    this.answer = answer;
  }

  /**
   * Chooses the format that an Accept header likes best, or else the text format 0.0.4, as
   * Prometheus' own endpoints do.
   *
   * @param header the header's value, or null when there is none
   */
  public static MetricsWriter forAccept(@Nullable String header) {
    return new MetricsWriter(AnswerFormat.of(header, EnumSet.allOf(Format.class)));
  }

  /** Returns the format that was chosen. */
  public Format format() {
    return answer.format();
  }

  /** Returns the value of the answer's Content-Type header. */
  public String contentType() {
    return answer.contentType();
  }

  /** Writes the body; the stream stays open. */
  public void write(OutputStream out, MetricSnapshots snapshots) throws IOException {
    EscapingScheme escaping = answer.escaping();
    switch (answer.format()) {
      case TEXT -> PrometheusTextFormatWriter.create().write(out, snapshots, escaping);
      case OPENMETRICS -> OpenMetricsTextFormatWriter.create().write(out, snapshots, escaping);
      case PROTOBUF -> new ProtobufWriter().write(out, snapshots, escaping);
    }
  }
}
