// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the HTTP API in a form that compares.
 *
 * @param samples values by series and time; an instant vector that is sorted has places for times
 * @param remarks warnings and infos without their positions, numbers in them rounded
 * @param error type and message, or empty
 */
record ApiAnswer(Map<String, String> samples, TreeSet<String> remarks, String error) {

  /** How far two floats may be apart that were added up in another order. */
  private static final double EPSILON = 1e-12;

  /** A number with a fraction that a remark was given. */
  private static final Pattern FRACTION = Pattern.compile("(?<= got )-?\\d+\\.\\d+(e[-+]\\d+)?");

  static ApiAnswer of(JsonNode json) {
    if (!json.path("status").asText().equals("success")) {
      String error = json.path("errorType").asText() + ": " + json.path("error").asText();
      return new ApiAnswer(Map.of(), new TreeSet<>(), sinceThen(error));
    }
    Map<String, String> samples = new TreeMap<>();
    JsonNode result = json.path("data").path("result");
    if (json.path("data").path("resultType").asText().equals("scalar")) {
      samples.put("scalar", result.path(1).asText());
    } else {
      for (JsonNode series : result) {
        String labels = new TreeMap<>(labels(series.path("metric"))).toString();
        JsonNode value = series.path("value");
        if (!value.isMissingNode()) {
          samples.put(labels + "@" + value.path(0).asDouble(), value.path(1).asText());
        }
        for (JsonNode v : series.path("values")) {
          samples.put(labels + "@" + v.path(0).asDouble(), v.path(1).asText());
        }
      }
    }
    TreeSet<String> remarks = new TreeSet<>();
    json.path("warnings").forEach(w -> remarks.add(remark(w.asText())));
    json.path("infos").forEach(w -> remarks.add(remark(w.asText())));
    remarks.remove("");
    return new ApiAnswer(samples, remarks, "");
  }

  private static Map<String, String> labels(JsonNode metric) {
    Map<String, String> labels = new TreeMap<>();
    metric.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  /** Returns a remark without its place, a number that it names to as many digits as samples. */
  private static String remark(String text) {
    return sinceThen(
        FRACTION
            .matcher(text.replaceFirst(" \\(\\d+:\\d+\\)$", ""))
            .replaceFirst(m -> "%.11e".formatted(Double.parseDouble(m.group()))));
  }

  /**
   * Takes out of a message what upstream changed after Prometheus 3.5: which two of many duplicate
   * series are named and in which order, the metric's name where names are not delayed, a number in
   * front of an operator's token, and a warning that 3.5 has not.
   */
  private static String sinceThen(String message) {
    if (message.startsWith("PromQL warning: sort is ineffective for range queries")) {
      return "";
    }
    return message
        .replaceFirst("(found duplicate series for the match group ).*", "$1")
        .replaceFirst("(bucket label \"le\" is missing .*) for metric name \".*\"$", "$1")
        .replaceFirst("\"<Item \\d+>\" ", "");
  }

  /** Returns what is different in another answer, or null. */
  @Nullable String difference(ApiAnswer other) {
    if (!error.equals(other.error)) {
      return "\"" + error + "\" against \"" + other.error + "\"";
    }
    TreeSet<String> keys = new TreeSet<>(samples.keySet());
    keys.addAll(other.samples.keySet());
    for (String key : keys) {
      String a = samples.getOrDefault(key, "nothing");
      String b = other.samples.getOrDefault(key, "nothing");
      if (!a.equals(b) && !near(a, b)) {
        return key + ": " + a + " against " + b;
      }
    }
    return remarks.equals(other.remarks) ? null : remarks + " against " + other.remarks;
  }

  private static boolean near(String a, String b) {
    try {
      double x = Double.parseDouble(a);
      double y = Double.parseDouble(b);
      return Math.abs(x - y) <= EPSILON * Math.max(Math.abs(x), Math.abs(y));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Returns whether the texts are the same too. */
  boolean sameText(ApiAnswer other) {
    return samples.equals(other.samples);
  }
}
