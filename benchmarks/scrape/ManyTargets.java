// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Serves many small targets, and says how punctually they are scraped.
 *
 * <p>{@code java ManyTargets.java PORT TARGETS SERIES INTERVAL_MS}: {@code GET /t/<i>/metrics}
 * answers with SERIES series, every fourth of which has another value each time. Every ten seconds
 * a line says how many scrapes came, and how late: the time of a scrape by its place in the
 * interval, against the earliest place that the target was ever scraped at.
 */
public class ManyTargets {

  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    int targets = Integer.parseInt(args[1]);
    int series = Integer.parseInt(args[2]);
    long interval = Long.parseLong(args[3]);
    AtomicLongArray first = new AtomicLongArray(targets);
    AtomicLongArray scrapes = new AtomicLongArray(targets);
    ConcurrentHashMap<Long, AtomicLong> late = new ConcurrentHashMap<>();
    ServerSocket server = new ServerSocket(port, 4096, InetAddress.getLoopbackAddress());
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    Thread.ofPlatform().daemon().start(() -> report(late));
    while (true) {
      Socket socket = server.accept();
      executor.submit(
          () -> {
            try (socket) {
              socket.setTcpNoDelay(true);
              InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
              OutputStream out = socket.getOutputStream();
              while (true) {
                String request = line(in);
                if (request == null) {
                  return;
                }
                long now = System.currentTimeMillis();
                while (!"".equals(line(in))) {}
                int target = Integer.parseInt(request.split("/")[2]);
                note(first, target, now, interval, late);
                out.write(body(target, scrapes.incrementAndGet(target), series));
              }
            } catch (IOException e) {
              // The scraper hung up.
            }
          });
    }
  }

  private static void note(
      AtomicLongArray first,
      int target,
      long now,
      long interval,
      ConcurrentHashMap<Long, AtomicLong> late) {
    long known = first.get(target);
    if (known == 0) {
      first.set(target, now);
      return;
    }
    long off = Math.floorMod(now - known, interval);
    if (off > interval / 2) {
      // Earlier in its interval than ever before.
      first.set(target, now);
      off = 0;
    }
    late.computeIfAbsent(off, key -> new AtomicLong()).incrementAndGet();
  }

  private static void report(ConcurrentHashMap<Long, AtomicLong> late) {
    long last = 0;
    while (true) {
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000_000L);
      long[] keys = late.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
      long total = Arrays.stream(keys).map(key -> late.get(key).get()).sum();
      long seen = 0;
      long p50 = -1;
      long p99 = -1;
      long within = 0;
      for (long key : keys) {
        seen += late.get(key).get();
        p50 = p50 < 0 && seen * 2 >= total ? key : p50;
        p99 = p99 < 0 && seen * 100 >= total * 99 ? key : p99;
        within = key <= 100 ? seen : within;
      }
      System.out.printf(
          "scrapes/s %.0f, late: median %d ms, 99%% %d ms, within 100 ms %.2f %%%n",
          (total - last) / 10.0, p50, p99, total == 0 ? 0 : 100.0 * within / total);
      late.clear();
      last = 0;
    }
  }

  private static byte[] body(int target, long scrape, int series) {
    StringBuilder out = new StringBuilder(64 * series);
    for (int i = 0; i < series; i++) {
      if (i % 10 == 0) {
        out.append("# HELP small_metric_").append(i).append("_total What it counts.\n");
        out.append("# TYPE small_metric_").append(i).append("_total counter\n");
      }
      out.append("small_metric_").append(i - i % 10).append("_total{code=\"").append(i % 10);
      out.append("\",path=\"/api/v").append(i % 7).append("\"} ");
      out.append(i % 4 == 0 ? scrape * 17 + i : target + i).append('\n');
    }
    byte[] body = out.toString().getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder out = new StringBuilder();
    int c;
    while ((c = in.read()) != '\n') {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        out.append((char) c);
      }
    }
    return out.toString();
  }
}
