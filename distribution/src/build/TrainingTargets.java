// SPDX-License-Identifier: Apache-2.0

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Serves one machine's series at {@code /text}, {@code /openmetrics} and {@code /gzip}, other values each time. */
final class TrainingTargets implements AutoCloseable {

  private static final int ROUNDS = 40;

  private final HttpServer server;

  TrainingTargets() throws IOException {
    TrainingData machine = new TrainingData(1);
    List<byte[]> text = new ArrayList<>();
    List<byte[]> openMetrics = new ArrayList<>();
    List<byte[]> gzip = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      machine.step();
      text.add(machine.text(false).getBytes(StandardCharsets.UTF_8));
      openMetrics.add(machine.text(true).getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write(text.getLast());
      }
      gzip.add(packed.toByteArray());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve("/text", "text/plain; version=0.0.4", "identity", text);
    serve("/openmetrics", "application/openmetrics-text; version=1.0.0; charset=utf-8", "identity", openMetrics);
    serve("/gzip", "text/plain; version=0.0.4", "gzip", gzip);
    server.start();
  }

  private void serve(String path, String type, String encoding, List<byte[]> bodies) {
    AtomicInteger round = new AtomicInteger();
    server.createContext(
        path,
        exchange -> {
          byte[] body = bodies.get(round.getAndIncrement() % ROUNDS);
          exchange.getResponseHeaders().set("Content-Type", type);
          if (!encoding.equals("identity")) {
            exchange.getResponseHeaders().set("Content-Encoding", encoding);
          }
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Returns jobs that scrape them, for a Prometheus configuration file. */
  String jobs() {
    StringBuilder jobs = new StringBuilder();
    for (String path : List.of("text", "openmetrics", "gzip")) {
      jobs.append("  - job_name: ").append(path).append("\n    metrics_path: /").append(path);
      jobs.append("\n    scrape_interval: 50ms\n    scrape_timeout: 50ms\n    static_configs:\n      - targets: [\"127.0.0.1:");
      jobs.append(server.getAddress().getPort()).append("\"]\n");
    }
    return jobs.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
