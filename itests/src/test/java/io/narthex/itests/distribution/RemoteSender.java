// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A remote write sender: one request after the other, each with a sample of every series, whose
 * value is the request's number and whose timestamp is one step further. What is answered with 5xx
 * is sent again, as the protocol wants it; a server that is gone ends the sender.
 */
final class RemoteSender {

  static final String METRIC = "remote_sent";
  static final int SERIES = 40;
  static final long STEP_MS = 100;

  private final long startMs;
  private final AtomicLong acknowledged = new AtomicLong();
  private volatile boolean stopped;
  private long number;

  /** A sender whose first sample has a timestamp. */
  RemoteSender(long startMs) {
    this.startMs = startMs;
  }

  /** Returns how many requests were acknowledged. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Begins to send to a server in a thread of its own. */
  Thread sendTo(Server server) {
    stopped = false;
    return Thread.ofPlatform().start(() -> run(server.port()));
  }

  /** Ends after the request at hand. */
  void stop() {
    stopped = true;
  }

  private void run(int port) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!stopped) {
        // A request whose answer was lost may have been stored; its number is not used again.
        byte[] body = request(++number);
        while (!send(client, port, body)) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        acknowledged.incrementAndGet();
      }
    } catch (IOException e) {
      stopped = true; // the server was killed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean send(HttpClient client, int port, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/write"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 == 5) {
      return false;
    }
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return true;
  }

  private byte[] request(long value) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int i = 0; i < SERIES; i++) {
      ByteArrayOutputStream series = new ByteArrayOutputStream();
      field(series, 1, label("__name__", METRIC));
      field(series, 1, label("i", Integer.toString(i)));
      field(series, 1, label("instance", "sender"));
      field(series, 1, label("job", "remote"));
      ByteArrayOutputStream sample = new ByteArrayOutputStream();
      sample.write(1 << 3 | 1);
      sample.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
      sample.write(2 << 3);
      varint(sample, startMs + value * STEP_MS);
      field(series, 2, sample.toByteArray());
      field(message, 1, series.toByteArray());
    }
    return snappy(message.toByteArray());
  }

  private static byte[] label(String name, String value) {
    ByteArrayOutputStream label = new ByteArrayOutputStream();
    field(label, 1, name.getBytes(StandardCharsets.UTF_8));
    field(label, 2, value.getBytes(StandardCharsets.UTF_8));
    return label.toByteArray();
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

  /** Snappy's block format allows a message that is one literal. */
  private static byte[] snappy(byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, message.length);
    out.write(61 << 2);
    out.write(message.length - 1);
    out.write(message.length - 1 >>> 8);
    out.writeBytes(message);
    return out.toByteArray();
  }
}
