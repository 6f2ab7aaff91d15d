// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.narthex.promql.internal.ast.GoText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels, numbers and histograms of answers in the texts of Prometheus' client library. */
final class MetricText {

  private static final String NAME = "__name__";

  private MetricText() {}

  /** Returns labels in order of their names, as a map of the caller's own. */
  static Map<String, String> labels(JsonNode metric) {
    Map<String, String> labels = new TreeMap<>();
    metric.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  /** Returns a series as {@code name{label="value", ...}}. */
  static String metric(JsonNode metric) {
    Map<String, String> labels = labels(metric);
    String name = labels.remove(NAME);
    if (name == null) {
      return set(labels);
    }
    if (!isPlain(name)) {
      return "{" + GoText.quote(name) + (labels.isEmpty() ? "" : ", " + list(labels)) + "}";
    }
    return labels.isEmpty() ? name : name + set(labels);
  }

  /** Returns labels in braces, the name among them. */
  static String set(Map<String, String> labels) {
    return "{" + list(labels) + "}";
  }

  private static String list(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(e -> label(e.getKey()) + "=" + GoText.quote(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String label(String name) {
    return isPlain(name) && name.indexOf(':') < 0 ? name : GoText.quote(name);
  }

  private static boolean isPlain(String name) {
    return name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*");
  }

  /** Reads a number of an answer. */
  static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  /** Returns a sample as {@code value @[seconds]}. */
  static String sample(JsonNode pair) {
    JsonNode value = pair.path(1);
    String shown = value.isObject() ? histogram(value) : GoText.plain(number(value.asText()));
    return shown + " @[" + time(pair) + "]";
  }

  /** Returns the time of a sample, in seconds. */
  static String time(JsonNode pair) {
    return pair.path(0).decimalValue().stripTrailingZeros().toPlainString();
  }

  private static String histogram(JsonNode h) {
    StringBuilder text = new StringBuilder("Count: ").append(fixed(h.path("count")));
    text.append(", Sum: ").append(fixed(h.path("sum"))).append(", Buckets: [");
    String separator = "";
    for (JsonNode b : h.path("buckets")) {
      int rule = b.path(0).asInt();
      text.append(separator)
          .append(rule == 1 || rule == 3 ? '[' : '(')
          .append(GoText.general(number(b.path(1).asText())))
          .append(',')
          .append(GoText.general(number(b.path(2).asText())))
          .append(rule == 0 || rule == 3 ? ']' : ')')
          .append(':')
          .append(GoText.plain(number(b.path(3).asText())));
      separator = " ";
    }
    return text.append(']').toString();
  }

  private static String fixed(JsonNode text) {
    double value = number(text.asText());
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString()
        : GoText.plain(value);
  }
}
