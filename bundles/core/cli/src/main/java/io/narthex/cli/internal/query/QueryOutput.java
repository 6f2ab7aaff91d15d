// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Prints the answers to queries, a line a sample, as promtool does. */
final class QueryOutput {

  private final PrintStream out;

  QueryOutput(PrintStream out) {
    this.out = out;
  }

  void print(JsonNode answer, boolean json) {
    if (json) {
      out.println(answer.path("data").path("result"));
      return;
    }
    for (String level : new String[] {"warnings", "infos"}) {
      answer.path(level).forEach(text -> out.println("# " + text.asText()));
    }
    JsonNode explanation = answer.path("data").path("explain");
    if (!explanation.isMissingNode()) {
      out.println("#    own ms  total ms    series    samples  operator");
      plan(explanation, 0);
    }
    JsonNode result = answer.path("data").path("result");
    switch (answer.path("data").path("resultType").asText()) {
      case "vector" -> result.forEach(this::sample);
      case "matrix" -> result.forEach(this::series);
      default -> out.println(pair(result));
    }
  }

  private void plan(JsonNode operator, int depth) {
    out.printf(
        Locale.ROOT,
        "# %9.3f %9.3f %9d %10d  %s%s: %s%n",
        operator.path("seconds").asDouble() * 1000,
        operator.path("totalSeconds").asDouble() * 1000,
        operator.path("series").asLong(),
        operator.path("samples").asLong(),
        "  ".repeat(depth),
        operator.path("operator").asText(),
        operator.path("expression").asText().replaceAll("\\s+", " "));
    operator.path("inputs").forEach(input -> plan(input, depth + 1));
  }

  private void sample(JsonNode sample) {
    JsonNode pair = sample.has("value") ? sample.path("value") : sample.path("histogram");
    out.println(metric(sample.path("metric")) + " => " + pair(pair));
  }

  private void series(JsonNode series) {
    out.println(metric(series.path("metric")) + " =>");
    series.path("values").forEach(pair -> out.println(pair(pair)));
    series.path("histograms").forEach(pair -> out.println(pair(pair)));
  }

  private static String pair(JsonNode pair) {
    JsonNode value = pair.path(1);
    return (value.isTextual() ? value.asText() : value.toString())
        + " @["
        + pair.path(0).decimalValue().toPlainString()
        + "]";
  }

  private static String metric(JsonNode labels) {
    StringBuilder text = new StringBuilder(labels.path("__name__").asText()).append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      if (!label.getKey().equals("__name__")) {
        text.append(separator).append(label.getKey()).append('=').append(label.getValue());
        separator = ", ";
      }
    }
    return text.append('}').toString();
  }
}
