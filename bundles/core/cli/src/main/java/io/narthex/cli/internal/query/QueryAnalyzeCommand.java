// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.narthex.cli.internal.CommandFailure;
import io.narthex.cli.internal.ServerClient;
import io.narthex.spi.config.Durations;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells how many of their buckets histograms use. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Tell how many of their buckets histograms use.")
public final class QueryAnalyzeCommand implements Callable<Integer> {

  private final PrintStream out;

  /** Kinds of metric. */
  enum Kind {
    histogram
  }

  @Option(
      names = "--server",
      paramLabel = "URL",
      required = true,
      description = "URL of the server.")
  private String server = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      required = true,
      description = "Type of the metrics: ${COMPLETION-CANDIDATES}.")
  private @Nullable Kind kind;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description = "How far to look back. Default: ${DEFAULT-VALUE}")
  private String duration = "";

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "Time to look back from, RFC 3339 or seconds since the epoch. Default: now.")
  private String time = "";

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      required = true,
      description = "Series selector; may be repeated.")
  private final List<String> matches = new ArrayList<>();

  /** Prints to a stream. */
  public QueryAnalyzeCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    try {
      Durations.parse(duration);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--duration: " + e.getMessage(), e);
    }
    out.println(
        """
        Bucket stats for each histogram series over time
        ------------------------------------------------
        First the min, avg, and max number of populated buckets, followed by the total
        number of buckets (only if different from the max number of populated buckets
        which is typical for classic but not native histograms).
        """);
    BucketUseTotals natives = new BucketUseTotals();
    BucketUseTotals classics = new BucketUseTotals();
    ServerClient client = new ServerClient(server, Map.of());
    for (String match : matches) {
      List<String> form = new ArrayList<>(List.of("query", match + "[" + duration + "]"));
      Form.add(form, "time", time.isEmpty() ? Form.now() : Form.seconds(time));
      JsonNode data = client.post("/api/v1/query", form).path("data");
      if (!data.path("resultType").asText().equals("matrix")) {
        throw new CommandFailure("query of buckets resulted in non-Matrix");
      }
      analyze(data.path("result"), natives, classics);
    }
    out.println(
        """

        Aggregated bucket stats
        -----------------------
        Each line shows min/avg/max over the series above.\
        """);
    natives.print("Native", out);
    classics.print("Classic", out);
    return 0;
  }

  /** A series with any float is taken for a bucket of a classic histogram. */
  private void analyze(JsonNode matrix, BucketUseTotals natives, BucketUseTotals classics) {
    Map<String, List<JsonNode>> buckets = new TreeMap<>();
    for (JsonNode series : matrix) {
      Map<String, String> labels = MetricText.labels(series.path("metric"));
      if (series.path("values").isEmpty()) {
        BucketUse use = BucketUse.ofNative(series.path("histograms"));
        if (use != null) {
          out.println("- " + MetricText.metric(series.path("metric")) + " (native): " + use);
          natives.add(use);
        }
      } else if (labels.containsKey("le")
          && labels.getOrDefault("__name__", "").endsWith("_bucket")) {
        String name = labels.remove("__name__");
        labels.remove("le");
        buckets
            .computeIfAbsent(name + MetricText.set(labels), key -> new ArrayList<>())
            .add(series);
      }
    }
    buckets.forEach(
        (name, series) -> {
          BucketUse use = BucketUse.ofClassic(series);
          if (use != null) {
            out.println("- " + name + " (classic): " + use);
            classics.add(use);
          }
        });
  }
}
