// SPDX-License-Identifier: Apache-2.0

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.xerial.snappy.Snappy;

/**
 * Writes many series of which a share ends and is replaced each hour, by remote write v1 and with
 * time compressed, and prints the memory of the server after each of these hours: it must stay.
 *
 * <p>Run it as {@code java -cp snappy-java.jar Churn.java HOST PORT PID SERIES SHARE HOURS}, for
 * instance with 200000 series, a share of 0.2 and 6 hours, which takes about two minutes. Each
 * series has a sample a minute; the hours end now. A series that ends gets a stale marker, as a
 * scraping server sends it. Exits with 1 when the memory after the last hour is more than 1.1 of
 * what it was after the third, by which time two hours of samples were merged once.
 */
public final class Churn {

  private static final int PER_REQUEST = 2_000;
  private static final int PER_TARGET = 500;
  private static final int MINUTES = 60;
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private final ByteArrayOutputStream request = new ByteArrayOutputStream(1 << 19);
  private final String host;
  private final BufferedOutputStream out;
  private final InputStream in;
  private int pending;

  private Churn(Socket socket, String host) throws IOException {
    this.host = host;
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static void main(String[] args) throws Exception {
    String host = args[0];
    Path status = Path.of("/proc", args[2], "status");
    int series = Integer.parseInt(args[3]);
    double share = Double.parseDouble(args[4]);
    int hours = Integer.parseInt(args[5]);
    int[] generations = new int[series];
    int replaced = (int) Math.round(series * share / MINUTES);
    int next = 0;
    long[] resident = new long[hours];
    try (Socket socket = new Socket(host, Integer.parseInt(args[1]))) {
      socket.setTcpNoDelay(true);
      Churn churn = new Churn(socket, host);
      long time = System.currentTimeMillis() - hours * MINUTES * 60_000L;
      for (int hour = 0; hour < hours; hour++) {
        for (int minute = 0; minute < MINUTES; minute++, time += 60_000) {
          for (int i = 0; i < replaced; i++) {
            churn.sample(next, generations[next], time, STALE);
            generations[next]++;
            next = (next + 1) % series;
          }
          for (int s = 0; s < series; s++) {
            churn.sample(s, generations[s], time, s + (minute & 3));
          }
          churn.send();
        }
        resident[hour] = kilobytes(status, "VmRSS");
        System.out.printf(
            Locale.ROOT,
            "hour %d: %d series ended so far, resident %d MB (%d MB of it files), at most %d MB%n",
            hour + 1,
            (hour + 1) * replaced * MINUTES,
            resident[hour] >> 10,
            kilobytes(status, "RssFile") >> 10,
            kilobytes(status, "VmHWM") >> 10);
      }
    }
    double growth = resident[hours - 1] / (double) resident[Math.min(2, hours - 1)];
    System.out.printf(Locale.ROOT, "growth since the third hour: %.2f%n", growth);
    System.exit(growth > 1.1 ? 1 : 0);
  }

  private static long kilobytes(Path status, String field) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  private void sample(int slot, int generation, long time, double value) throws IOException {
    ByteArrayOutputStream series = new ByteArrayOutputStream(160);
    label(series, "__name__", "churn_metric_" + slot % 50);
    label(series, "instance", "host-" + slot / PER_TARGET + ":9100");
    label(series, "job", "churn");
    label(series, "pod", "pod-" + slot % PER_TARGET + "-" + generation);
    ByteArrayOutputStream sample = new ByteArrayOutputStream(24);
    sample.write(0x09);
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < 8; i++) {
      sample.write((int) (bits >>> 8 * i));
    }
    sample.write(0x10);
    varint(sample, time);
    series.write(0x12);
    varint(series, sample.size());
    sample.writeTo(series);
    request.write(0x0a);
    varint(request, series.size());
    series.writeTo(request);
    if (++pending == PER_REQUEST) {
      send();
    }
  }

  private static void label(ByteArrayOutputStream to, String name, String value) {
    byte[] n = name.getBytes(StandardCharsets.UTF_8);
    byte[] v = value.getBytes(StandardCharsets.UTF_8);
    to.write(0x0a);
    varint(to, n.length + v.length + 4);
    to.write(0x0a);
    varint(to, n.length);
    to.writeBytes(n);
    to.write(0x12);
    varint(to, v.length);
    to.writeBytes(v);
  }

  private static void varint(ByteArrayOutputStream to, long value) {
    long v = value;
    while ((v & ~0x7fL) != 0) {
      to.write((int) (v & 0x7f | 0x80));
      v >>>= 7;
    }
    to.write((int) v);
  }

  private void send() throws IOException {
    if (pending == 0) {
      return;
    }
    byte[] body = Snappy.compress(request.toByteArray());
    request.reset();
    pending = 0;
    out.write(
        ("POST /api/v1/write HTTP/1.1\r\nHost: "
                + host
                + "\r\nContent-Encoding: snappy\r\nContent-Type: application/x-protobuf\r\n"
                + "X-Prometheus-Remote-Write-Version: 0.1.0\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).trim());
      }
    }
    String answer = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.contains(" 20")) {
      throw new IOException(status + " " + answer);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
