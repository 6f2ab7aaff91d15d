// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The training run for the AOT cache: starts the server of an unpacked distribution on a free loopback port and an empty data
 * folder, has it do what servers do (remote write, queries of every kind, scrapes), ends it, and checks that the cache was written. What
 * runs hot here is known to the compilers of each later process from its start on, by how it ran here. Hence the data are like real ones, and
 * each kind of query is asked often enough to be compiled.
 *
 * <p>Argument: the folder of the distribution.
 */
public final class TrainAotCache {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int MACHINES = 20;
  private static final int SCRAPES = 1800;
  private static final int STEP_S = 15;
  private static final int ROUNDS = 40;

  /** What is asked over the whole time written, and as many instant queries. */
  private static final List<String> QUERIES =
      List.of(
          "node_load1",
          "node_cpu_seconds_total{mode!=\"idle\"}",
          "rate(node_cpu_seconds_total[5m])",
          "sum by (instance) (rate(node_cpu_seconds_total{mode=~\"user|system\"}[5m]))",
          "avg by (mode) (irate(node_cpu_seconds_total[5m]))",
          "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))",
          "sum(rate(node_network_receive_bytes_total[5m]))",
          "increase(node_network_transmit_packets_total[10m])",
          "delta(node_memory_Free_bytes[10m])",
          "deriv(node_memory_Free_bytes[10m])",
          "node_memory_Total_bytes - node_memory_Free_bytes - node_memory_Buffers_bytes - node_memory_Cached_bytes",
          "node_memory_Free_bytes / node_memory_Total_bytes * 100 < 99",
          "node_load1 > bool 0.5 and on (instance) node_uname_info",
          "rate(node_cpu_seconds_total[5m]) * on (instance) group_left (nodename) node_uname_info",
          "max_over_time(node_load1[1h])",
          "avg_over_time(node_hwmon_temp_celsius[10m])",
          "quantile_over_time(0.95, node_load1[1h])",
          "count_over_time({__name__=~\"node_memory_.+\"}[5m])",
          "sum by (instance) (last_over_time({__name__=~\"node_network_.+\"}[5m]))",
          "max_over_time(sum(rate(node_cpu_seconds_total[5m]))[1h:1m])",
          "histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
          "histogram_quantile(0.5, rate(http_request_duration_seconds_bucket[5m]))",
          "topk(5, node_network_receive_bytes_total)",
          "bottomk(3, {__name__=~\"node_.+_total\"})",
          "quantile(0.9, node_load5)",
          "stddev by (sensor) (node_hwmon_temp_celsius)",
          "count by (__name__) ({instance=~\".+\"})",
          "min by (device) (node_network_receive_errs_total)",
          "label_replace(node_load15, \"machine\", \"$1\", \"instance\", \"(.+):.+\")",
          "sort_desc(node_load1 or node_load5)",
          "absent(node_load1{instance=\"none\"})",
          "predict_linear(node_memory_Free_bytes[30m], 3600)",
          "round(abs(node_hwmon_temp_celsius - 40), 0.1)",
          "changes(node_load1[10m]) unless node_filesystem_readonly",
          "time() - timestamp(node_load1)");

  private TrainAotCache() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    Path cache = home.resolve("lib/narthex.aot");
    Path scratch = Files.createTempDirectory("narthex-training");
    try {
      int port = freePort();
      Path configuration = scratch.resolve("prometheus.yml");
      Files.writeString(configuration, "global: {scrape_interval: 15s}\n");
      String scraping =
          Files.readString(home.resolve("conf/prometheus.yml"))
              .replace("localhost:9090", "127.0.0.1:" + port)
              .replace("scrape_interval: 15s", "scrape_interval: 400ms\n  scrape_timeout: 400ms");
      Path log = scratch.resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  home.resolve("bin/narthex").toString(),
                  "--config.file=" + configuration,
                  "--storage.tsdb.path=" + scratch.resolve("data"),
                  "--web.enable-lifecycle",
                  "--web.enable-remote-write-receiver",
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("NARTHEX_AOT_OUTPUT", cache.toString());
      Process server = builder.start();
      String base = "http://127.0.0.1:" + port;
      try (TrainingTargets targets = new TrainingTargets();
          HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        await(server, client, base + "/-/ready", "");
        long end = System.currentTimeMillis() / 1000;
        write(client, base, end);
        ask(client, base, end);
        // Scraping comes last: what it writes is newer than all that was written.
        Files.writeString(configuration, scraping + targets.jobs());
        post(client, base + "/-/reload", new byte[0]);
        scrape(server, client, base);
        visit(client, base);
      } catch (IOException | RuntimeException e) {
        System.err.print(Files.readString(log));
        throw e;
      } finally {
        server.destroy();
        if (!server.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
          server.destroyForcibly();
        }
      }
      if (!Files.exists(cache)) {
        System.err.print(Files.readString(log));
        throw new IOException("the training run ended without writing " + cache);
      }
    } finally {
      try (var files = Files.walk(scratch)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void write(HttpClient client, String base, long end) throws IOException, InterruptedException {
    TrainingData data = new TrainingData(MACHINES);
    for (int scrape = SCRAPES; scrape > 0; scrape--) {
      data.step();
      for (byte[] request : data.requests((end - (long) scrape * STEP_S) * 1000)) {
        post(client, base + "/api/v1/write", request);
      }
    }
  }

  private static void ask(HttpClient client, String base, long end) throws IOException, InterruptedException {
    long start = end - (long) SCRAPES * STEP_S;
    for (int round = 0; round < ROUNDS; round++) {
      for (String query : QUERIES) {
        get(client, base + "/api/v1/query?time=" + (end - STEP_S) + "&query=" + encode(query));
        get(client, base + "/api/v1/query_range?step=60&start=" + start + "&end=" + end + "&query=" + encode(query));
      }
    }
  }

  /**
   * Waits until the fastest targets were scraped some hundred times, and the node exporter a few: on a machine with much
   * other work a cold one may overrun a short deadline several times in a row, which would quarantine it.
   */
  private static void scrape(Process server, HttpClient client, String base) throws IOException, InterruptedException {
    for (String job : List.of("text", "openmetrics", "gzip", "node")) {
      String often = "count_over_time(up{job=\"" + job + "\"}[1m]) > " + (job.equals("node") ? 15 : 150);
      await(server, client, base + "/api/v1/query?query=" + encode(often), "\"metric\"");
    }
  }

  /** Asks what a first visitor asks. */
  private static void visit(HttpClient client, String base) throws IOException, InterruptedException {
    for (String path :
        List.of(
            "/api/v1/labels",
            "/api/v1/label/__name__/values",
            "/api/v1/series?match%5B%5D=" + encode("{job=\"node\"}"),
            "/api/v1/targets",
            "/api/v1/plugins",
            "/metrics",
            "/")) {
      get(client, base + path);
    }
  }

  private static void await(Process server, HttpClient client, String url, String content)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    String last = "no answer";
    while (System.nanoTime() < deadline) {
      if (!server.isAlive()) {
        throw new IOException("the server ended by itself, status " + server.exitValue());
      }
      try {
        HttpResponse<String> response = get(client, url);
        if (response.statusCode() == 200 && response.body().contains(content)) {
          return;
        }
        last = response.statusCode() + " " + response.body();
      } catch (IOException e) {
        last = e.toString();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException(url + " was not as expected in " + DEADLINE + ": " + last);
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void post(HttpClient client, String url, byte[] body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url))
                .timeout(DEADLINE)
                .header("Content-Encoding", "snappy")
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(url + " answered " + response.statusCode() + ": " + response.body());
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
