// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.xerial.snappy.Snappy;

/**
 * Made-up machines, each with the kinds of series that real ones have: counters of seconds, of bytes and of events, gauges
 * of whole and of decimal numbers, constants and classic histograms. They walk at random, from a fixed seed.
 */
final class TrainingData {

  private final Random random = new Random(25);
  private final List<Series> all = new ArrayList<>();

  private static final class Series {
    final String name;
    final String type;
    final TreeMap<String, String> labels = new TreeMap<>();
    final Step step;
    double value;

    Series(String name, String type, double value, Step step, String... labels) {
      this.name = name;
      this.type = type;
      this.value = value;
      this.step = step;
      for (int i = 0; i < labels.length; i += 2) {
        this.labels.put(labels[i], labels[i + 1]);
      }
    }
  }

  private interface Step {
    double next(double value, Random random);
  }

  /** Makes the series of a number of machines. */
  TrainingData(int machines) {
    for (int m = 0; m < machines; m++) {
      String instance = "machine-" + m + ":9100";
      for (int cpu = 0; cpu < 8; cpu++) {
        for (String mode : List.of("idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user")) {
          add("node_cpu_seconds_total", "counter", 1000, (v, r) -> Math.round((v + r.nextInt(40) / 100.0) * 100) / 100.0,
              "instance", instance, "cpu", "" + cpu, "mode", mode);
        }
      }
      for (String area : List.of("Total", "Free", "Cached", "Buffers", "Active", "Inactive", "Slab", "Dirty", "Mapped", "Shmem")) {
        add("node_memory_" + area + "_bytes", "gauge", 1L << 33,
            area.equals("Total") ? (v, r) -> v : (v, r) -> v + 4096 * (r.nextInt(2001) - 1000), "instance", instance);
      }
      for (int device = 0; device < 12; device++) {
        for (String way : List.of("receive", "transmit")) {
          for (String what : List.of("bytes", "packets", "errs", "drop")) {
            add("node_network_" + way + "_" + what + "_total", "counter", 0,
                what.length() == 4 ? (v, r) -> v : (v, r) -> v + r.nextInt(100_000),
                "instance", instance, "device", "eth" + device);
          }
        }
      }
      for (int window : new int[] {1, 5, 15}) {
        add("node_load" + window, "gauge", 1, (v, r) -> Math.round(Math.abs(v + r.nextGaussian() / 10) * 100) / 100.0, "instance", instance);
      }
      for (int sensor = 0; sensor < 10; sensor++) {
        add("node_hwmon_temp_celsius", "gauge", 40, (v, r) -> v + r.nextGaussian(), "instance", instance, "sensor", "temp" + sensor);
      }
      for (int i = 0; i < 30; i++) {
        add("node_filesystem_readonly", "gauge", 0, (v, r) -> v, "instance", instance, "mountpoint", "/mnt/" + i);
      }
      add("node_uname_info", "gauge", 1, (v, r) -> v, "instance", instance, "nodename", "machine-" + m, "release", "6.12");
      for (String path : List.of("/", "/api/v1/query", "/api/v1/write", "/metrics")) {
        for (String le : List.of("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf")) {
          add("http_request_duration_seconds_bucket", "histogram", 0, (v, r) -> v + 3, "instance", instance, "path", path, "le", le);
        }
        add("http_request_duration_seconds_sum", "histogram", 0, (v, r) -> v + r.nextDouble(), "instance", instance, "path", path);
        add("http_request_duration_seconds_count", "histogram", 0, (v, r) -> v + 3, "instance", instance, "path", path);
      }
    }
  }

  private void add(String name, String type, double value, Step step, String... labels) {
    all.add(new Series(name, type, value, step, labels));
  }

  /** Takes all series one scrape further. */
  void step() {
    for (Series series : all) {
      series.value = series.step.next(series.value, random);
    }
  }

  /**
   * Returns the series' values as requests of remote write 1.0 (Prometheus' {@code prompb.WriteRequest}, in a Snappy block), of 2,000 samples at most.
   *
   * @param timestamp in milliseconds since 1970
   */
  List<byte[]> requests(long timestamp) throws IOException {
    List<byte[]> requests = new ArrayList<>();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    int samples = 0;
    for (Series series : all) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      label(body, "__name__", series.name);
      for (Map.Entry<String, String> label : series.labels.entrySet()) {
        label(body, label.getKey(), label.getValue());
      }
      ByteArrayOutputStream sample = new ByteArrayOutputStream();
      sample.write(0x09);
      sample.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(series.value).array());
      sample.write(0x10);
      varint(sample, timestamp);
      field(body, 0x12, sample.toByteArray());
      field(request, 0x0a, body.toByteArray());
      if (++samples == 2000) {
        requests.add(Snappy.compress(request.toByteArray()));
        request.reset();
        samples = 0;
      }
    }
    requests.add(Snappy.compress(request.toByteArray()));
    return requests;
  }

  private static void label(ByteArrayOutputStream out, String name, String value) {
    ByteArrayOutputStream pair = new ByteArrayOutputStream();
    field(pair, 0x0a, name.getBytes(StandardCharsets.UTF_8));
    field(pair, 0x12, value.getBytes(StandardCharsets.UTF_8));
    field(out, 0x0a, pair.toByteArray());
  }

  private static void field(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** Returns the series in the text format 0.0.4, or in OpenMetrics 1.0, where a counter's family has no {@code _total}. */
  String text(boolean openMetrics) {
    StringBuilder out = new StringBuilder();
    String family = "";
    for (Series series : all) {
      String own = series.type.equals("histogram") ? series.name.replaceAll("_(bucket|sum|count)$", "") : series.name;
      if (openMetrics && series.type.equals("counter")) {
        own = own.replaceAll("_total$", "");
      }
      if (!own.equals(family)) {
        family = own;
        out.append("# HELP ").append(own).append(" Made up.\n# TYPE ").append(own).append(' ').append(series.type).append('\n');
      }
      out.append(series.name);
      char before = '{';
      for (Map.Entry<String, String> label : series.labels.entrySet()) {
        out.append(before).append(label.getKey()).append("=\"").append(label.getValue()).append('"');
        before = ',';
      }
      out.append("} ");
      if (series.value == Math.rint(series.value)) {
        out.append((long) series.value);
      } else {
        out.append(series.value);
      }
      out.append('\n');
    }
    return out.append(openMetrics ? "# EOF\n" : "").toString();
  }
}
