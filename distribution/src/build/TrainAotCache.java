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
 * folder, asks what a first visitor asks, ends it, and checks that the cache was written.
 *
 * <p>Argument: the folder of the distribution.
 */
public final class TrainAotCache {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private TrainAotCache() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    Path cache = home.resolve("lib/narthex.aot");
    Path scratch = Files.createTempDirectory("narthex-training");
    try {
      int port = freePort();
      Path configuration = scratch.resolve("prometheus.yml");
      Files.writeString(
          configuration,
          Files.readString(home.resolve("conf/prometheus.yml"))
              .replace("localhost:9090", "127.0.0.1:" + port)
              .replace("scrape_interval: 15s", "scrape_interval: 1s"));
      Path log = scratch.resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  home.resolve("bin/narthex").toString(),
                  "--config.file=" + configuration,
                  "--storage.tsdb.path=" + scratch.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("NARTHEX_AOT_OUTPUT", cache.toString());
      Process server = builder.start();
      try {
        visit(server, "http://127.0.0.1:" + port);
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

  /** Waits until the server is ready and has a first scrape, then takes the ways that matter at a start. */
  private static void visit(Process server, String base) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      await(server, client, base + "/-/ready", "");
      await(server, client, base + "/api/v1/query?query=" + encode("node_load1"), "\"metric\"");
      long now = System.currentTimeMillis() / 1000;
      for (String path :
          List.of(
              "/api/v1/query_range?step=15&start=" + (now - 600) + "&end=" + now + "&query="
                  + encode("sum by (mode) (rate(node_cpu_seconds_total[1m]))"),
              "/api/v1/labels",
              "/api/v1/label/__name__/values",
              "/api/v1/series?match[]=" + encode("{job=\"node\"}"),
              "/api/v1/targets",
              "/api/v1/plugins",
              "/metrics",
              "/")) {
        get(client, base + path.replace("[]", "%5B%5D"));
      }
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

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
