// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A server process of the built distribution with a folder of its own for configuration, data and
 * further plug-ins, on a free loopback port. Closing it kills the process.
 */
final class Server implements AutoCloseable {

  /** How long a condition may take to come true on a loaded machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final int port;
  private final Process process;
  private final Path log;

  private Server(Path folder, int port, Process process, Path log) {
    this.folder = folder;
    this.port = port;
    this.process = process;
    this.log = log;
  }

  /** The unpacked distribution that the build made. */
  static Path home() {
    return Path.of(System.getProperty("narthex.home"));
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param folder holds {@code prometheus.yml} (in which {@code @PORT@} stands for the port); gets
   *     {@code data/} and {@code plugins/}
   * @param flags further flags
   */
  static Server start(Path folder, String... flags) throws IOException, InterruptedException {
    return startFrom(home(), folder, flags);
  }

  /** Starts a server of another unpacked distribution and waits until it is ready. */
  static Server startFrom(Path home, Path folder, String... flags)
      throws IOException, InterruptedException {
    Server server = launch(home, folder, freePort(), flags);
    server.awaitReady();
    return server;
  }

  /** Starts a server on a port and does not wait. */
  static Server launch(Path folder, int port, String... flags) throws IOException {
    return launch(home(), folder, port, flags);
  }

  private static Server launch(Path home, Path folder, int port, String... flags)
      throws IOException {
    Path configuration = folder.resolve("prometheus.yml");
    Path bound = folder.resolve("prometheus.bound.yml");
    Files.writeString(
        bound, Files.readString(configuration).replace("@PORT@", Integer.toString(port)));
    Files.createDirectories(folder.resolve("plugins"));
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/narthex").toString());
    command.add("--config.file=" + bound);
    command.add("--storage.tsdb.path=" + folder.resolve("data"));
    command.add("--plugins.path=" + folder.resolve("plugins"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.add("--web.enable-lifecycle");
    command.addAll(List.of(flags));
    Path log = Files.createTempFile(folder, "server", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Server(folder, port, process, log);
  }

  /** Runs {@code bin/narthex} to its end and returns what came out of it. */
  static Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home().resolve("bin/narthex").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + PATIENCE + ": " + output);
    }
    return new Ended(process.exitValue(), output);
  }

  /**
   * How a process ended.
   *
   * @param status its exit status
   * @param output what it printed, both streams
   */
  record Ended(int status, String output) {}

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  Path plugins() {
    return folder.resolve("plugins");
  }

  Path configuration() {
    return folder.resolve("prometheus.bound.yml");
  }

  Process process() {
    return process;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the log has a text, without asking the server anything meanwhile. */
  void awaitLog(String text) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!log().contains(text)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("the log does not have \"" + text + "\":\n" + log());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  void awaitReady() throws IOException, InterruptedException {
    await("/-/ready", response -> response.statusCode() == 200);
  }

  /** Waits until an answer is as wanted, and returns it. Fails with the last answer and the log. */
  HttpResponse<String> await(String path, Predicate<HttpResponse<String>> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "none";
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        HttpResponse<String> response = get(path);
        if (wanted.test(response)) {
          return response;
        }
        last = response.statusCode() + " " + response.body();
      } catch (IOException e) {
        last = e.toString();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError(
        path + " did not become as wanted; last answer: " + last + "\nlog:\n" + log());
  }

  /** Waits until the {@code data} of a JSON answer is as wanted, and returns it. */
  JsonNode awaitData(String path, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    return data(
        await(path, response -> response.statusCode() == 200 && wanted.test(data(response))));
  }

  /** Returns the {@code data} of a JSON answer. */
  JsonNode data(String path) throws IOException, InterruptedException {
    return data(get(path));
  }

  private static JsonNode data(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  /** Returns the result of an instant query. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    return data(queryPath(expression)).path("result");
  }

  /** Returns the result of an instant query at a time, in seconds. */
  JsonNode query(String expression, double time) throws IOException, InterruptedException {
    return data(queryPath(expression) + "&time=" + String.format(Locale.ROOT, "%.3f", time))
        .path("result");
  }

  static String queryPath(String expression) {
    return "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return client.send(
        request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20));
  }

  /** Kills the process as a power cut would, and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends SIGTERM and returns the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running after SIGTERM:\n" + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
