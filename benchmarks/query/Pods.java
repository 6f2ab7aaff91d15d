// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.xerial.snappy.Snappy;

/**
 * Times {@code sum by (pod) (rate(x_total[1m]))} over 3,000 series and 241 steps of 30 s, one
 * server after the other in each round. First writes 490 scrapes at 15 s to each by remote write
 * v1. The first third of the rounds is for warming up.
 *
 * <p>Run it as {@code java -cp snappy-java.jar Pods.java ROUNDS NAME=HOST:PORT,PID...}. The servers
 * are empty and take remote write at {@code /api/v1/write}; bind them to one core by {@code taskset
 * -c 0} and this program to another.
 */
public final class Pods {

  private static final int SERIES = 3_000;
  private static final int SCRAPES = 490;
  private static final int SERIES_A_REQUEST = 1_500;
  private static final double TICKS_A_SECOND = 100;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Server(String name, String address, String pid, double[] milliseconds) {

    static Server of(String text, int rounds) {
      String[] parts = text.split("[=,]");
      return new Server(parts[0], parts[1], parts[2], new double[rounds]);
    }

    /** The CPU time that the process has used, in milliseconds. */
    double cpu() throws IOException {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND * 1000;
    }
  }

  private Pods() {}

  /** Writes, asks and prints. */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Server[] servers =
        Arrays.stream(arguments).skip(1).map(a -> Server.of(a, rounds)).toArray(Server[]::new);
    long end = System.currentTimeMillis() / 15_000 * 15_000;
    write(servers, end);
    double[] cpu = new double[servers.length];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < servers.length; i++) {
        if (round == rounds / 3) {
          cpu[i] = servers[i].cpu();
        }
        servers[i].milliseconds[round] = ask(servers[i], end / 1000);
      }
    }
    int counted = rounds - rounds / 3;
    for (int i = 0; i < servers.length; i++) {
      double[] sorted = Arrays.copyOfRange(servers[i].milliseconds, rounds / 3, rounds);
      Arrays.sort(sorted);
      System.out.printf(
          "%-12s best %.1f ms, median %.1f ms, %.1f ms of CPU a query%n",
          servers[i].name, sorted[0], sorted[counted / 2], (servers[i].cpu() - cpu[i]) / counted);
    }
  }

  private static double ask(Server server, long end) throws Exception {
    String query = URLEncoder.encode("sum by (pod) (rate(x_total[1m]))", StandardCharsets.UTF_8);
    String path = "/api/v1/query_range?start=%d&end=%d&step=30&nocache=1&query=%s";
    URI uri = URI.create("http://" + server.address + path.formatted(end - 7200, end, query));
    long begun = System.nanoTime();
    byte[] answer =
        CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()).body();
    double milliseconds = (System.nanoTime() - begun) / 1e6;
    if (answer.length < 1_000_000) {
      throw new IllegalStateException(server.name + " answered " + new String(answer));
    }
    return milliseconds;
  }

  private static void write(Server[] servers, long end) throws Exception {
    Random random = new Random(1);
    double[] values = random.doubles(SERIES, 0, 100_000).map(Math::floor).toArray();
    for (int scrape = 0; scrape < SCRAPES; scrape++) {
      long time = end - (SCRAPES - 1 - scrape) * 15_000L;
      for (int from = 0; from < SERIES; from += SERIES_A_REQUEST) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int i = from; i < from + SERIES_A_REQUEST; i++) {
          values[i] += random.nextInt(200) / 4.0;
          field(request, 1, series(i, values[i], time));
        }
        byte[] body = Snappy.compress(request.toByteArray());
        for (Server server : servers) {
          send(server, body);
        }
      }
    }
  }

  private static void send(Server server, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + server.address + "/api/v1/write"))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var response = CLIENT.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(server.name + ": " + response.body());
    }
  }

  private static byte[] series(int number, double value, long time) {
    ByteArrayOutputStream series = new ByteArrayOutputStream();
    label(series, "__name__", "x_total");
    label(series, "code", Integer.toString(200 + number % 3));
    label(series, "instance", "host:9100");
    label(series, "job", "app");
    label(series, "pod", "pod-" + number / 3);
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    sample.write(1 << 3 | 1);
    sample.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    sample.write(2 << 3);
    varint(sample, time);
    field(series, 2, sample.toByteArray());
    return series.toByteArray();
  }

  private static void label(ByteArrayOutputStream into, String name, String value) {
    ByteArrayOutputStream label = new ByteArrayOutputStream();
    field(label, 1, name.getBytes(StandardCharsets.UTF_8));
    field(label, 2, value.getBytes(StandardCharsets.UTF_8));
    field(into, 1, label.toByteArray());
  }

  private static void field(ByteArrayOutputStream into, int number, byte[] content) {
    into.write(number << 3 | 2);
    varint(into, content.length);
    into.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream into, long number) {
    long left = number;
    while ((left & ~0x7fL) != 0) {
      into.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    into.write((int) left);
  }
}
