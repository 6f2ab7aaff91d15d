// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.AcceptHeader;
import io.narthex.exposition.internal.TextFamilies;
import io.narthex.exposition.internal.proto.ProtobufFamilies;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.OutputStream;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The format that an endpoint answers in, chosen by the scraper's Accept header as Prometheus'
 * endpoints choose. Immutable.
 */
public final class AnswerFormat {

  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";

  private final Format format;
  private final String contentType;
  private final EscapingScheme escaping;

  private AnswerFormat(Format format, String contentType, EscapingScheme escaping) {
    this.format = format;
    this.contentType = contentType + "; escaping=" + escaping.getValue();
    this.escaping = escaping;
  }

  /**
   * Chooses the format that an Accept header likes best, or else the text format 0.0.4.
   *
   * @param header the header's value, or null when there is none
   * @param offered what the endpoint can write; the text format at least
   */
  public static AnswerFormat of(@Nullable String header, Set<Format> offered) {
    for (AcceptHeader.Choice choice : AcceptHeader.parse(header == null ? "" : header)) {
      AnswerFormat format = of(choice);
      if (format != null && offered.contains(format.format)) {
        return format;
      }
    }
    return text("0.0.4", EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private static @Nullable AnswerFormat of(AcceptHeader.Choice choice) {
    EscapingScheme escaping = escaping(choice.parameter("escaping"));
    String version = choice.parameter("version");
    return switch (choice.mediaType()) {
      case "application/vnd.google.protobuf" ->
          choice.parameter("proto").equals("io.prometheus.client.MetricFamily")
                  && choice.parameter("encoding").equals("delimited")
              ? new AnswerFormat(Format.PROTOBUF, PROTOBUF, escaping)
              : null;
      case "application/openmetrics-text" ->
          switch (version) {
            case "", "0.0.1" -> openMetrics("0.0.1", escaping);
            case "1.0.0" -> openMetrics(version, escaping);
            default -> null;
          };
      case "text/plain" ->
          switch (version) {
            case "", "0.0.4" -> text("0.0.4", escaping);
            case "1.0.0" -> text(version, escaping);
            default -> null;
          };
      default -> null;
    };
  }

  private static AnswerFormat openMetrics(String version, EscapingScheme escaping) {
    return new AnswerFormat(
        Format.OPENMETRICS,
        "application/openmetrics-text; version=" + version + "; charset=utf-8",
        escaping);
  }

  private static AnswerFormat text(String version, EscapingScheme escaping) {
    return new AnswerFormat(
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

  EscapingScheme escaping() {
    return escaping;
  }

  /**
   * Returns a writer of stored samples.
   *
   * @param out takes the body
   * @throws IllegalStateException when the format is OpenMetrics, in which nobody asks for them
   */
  public FamilyWriter families(OutputStream out) {
    UnaryOperator<String> names = name -> PrometheusNaming.escapeName(name, escaping);
    return switch (format) {
      case TEXT -> new TextFamilies(out, names);
      case PROTOBUF -> new ProtobufFamilies(out, names);
      case OPENMETRICS -> throw new IllegalStateException("stored samples have no OpenMetrics");
    };
  }
}
