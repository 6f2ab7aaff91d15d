// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.narthex.cli.internal.query.QueryCommand.Format;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints answers as promtool does: as text, or as JSON without what the API puts around it. */
final class QueryOutput {

  private final boolean json;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * An output.
   *
   * @param command tells the form; null for text
   * @param err takes warnings
   */
  QueryOutput(@Nullable QueryCommand command, PrintStream out, PrintStream err) {
    this.json = command != null && command.format() == Format.json;
    this.out = out;
    this.err = err;
  }

  /** Prints the value of a query. */
  void value(JsonNode answer) {
    warnings(answer);
    JsonNode explanation = answer.path("data").path("explain");
    if (!explanation.isMissingNode()) {
      out.println("#    own ms  total ms    series    samples  operator");
      plan(explanation, 0);
    }
    JsonNode result = answer.path("data").path("result");
    if (json) {
      out.println(result);
      return;
    }
    switch (answer.path("data").path("resultType").asText()) {
      case "vector" -> lines(result, this::vectorLines);
      case "matrix" -> lines(result, this::matrixLines);
      case "string" -> out.println(result.path(1).asText());
      default -> out.println("scalar: " + MetricText.sample(result));
    }
  }

  /** Prints a list of series. */
  void series(JsonNode answer) {
    warnings(answer);
    print(answer.path("data"), labels -> MetricText.set(MetricText.labels(labels)));
  }

  /** Prints a list of values. */
  void labelValues(JsonNode answer) {
    warnings(answer);
    print(answer.path("data"), JsonNode::asText);
  }

  private interface Text {
    String of(JsonNode item);
  }

  private void print(JsonNode list, Text text) {
    if (json) {
      out.println(list);
    } else {
      list.forEach(item -> out.println(text.of(item)));
    }
  }

  private void warnings(JsonNode answer) {
    for (String level : new String[] {"warnings", "infos"}) {
      answer.path(level).forEach(text -> err.println("query warning: " + text.asText()));
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

  private interface Lines {
    void add(JsonNode item, List<String> lines);
  }

  /** Nothing is an empty line. */
  private void lines(JsonNode list, Lines text) {
    List<String> lines = new ArrayList<>();
    list.forEach(item -> text.add(item, lines));
    out.println(String.join("\n", lines));
  }

  private void vectorLines(JsonNode sample, List<String> lines) {
    JsonNode pair = sample.has("value") ? sample.path("value") : sample.path("histogram");
    lines.add(MetricText.metric(sample.path("metric")) + " => " + MetricText.sample(pair));
  }

  private void matrixLines(JsonNode series, List<String> lines) {
    lines.add(MetricText.metric(series.path("metric")) + " =>");
    series.path("values").forEach(pair -> lines.add(MetricText.sample(pair)));
    series.path("histograms").forEach(pair -> lines.add(MetricText.sample(pair)));
  }
}
