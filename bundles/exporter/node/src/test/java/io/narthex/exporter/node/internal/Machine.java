// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine of a test's own making: trees of proc, sys and root files in a temporary folder. */
final class Machine {

  final Path folder;
  final Metrics metrics = new Metrics();
  final ProcFiles files;

  Machine(Path folder) throws IOException {
    this.folder = folder;
    this.files = new ProcFiles(paths());
    for (String part : List.of("proc", "sys", "root", "udev")) {
      Files.createDirectories(folder.resolve(part));
    }
  }

  NodeExporterConfig.Paths paths() {
    return new NodeExporterConfig.Paths(
        folder.resolve("proc"),
        folder.resolve("sys"),
        folder.resolve("root"),
        folder.resolve("udev"));
  }

  /** Writes a file, for instance {@code proc/stat}. */
  Machine file(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  /** Writes files with one line each, below a folder. */
  Machine attributes(String below, String... namesAndValues) throws IOException {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      file(below + "/" + namesAndValues[i], namesAndValues[i + 1] + "\n");
    }
    return this;
  }

  /** Runs a collector and returns its samples as lines, sorted. */
  List<String> collect(Collector collector) throws Exception {
    collector.collect();
    return lines(metrics.take());
  }

  static List<String> lines(MetricSnapshots snapshots) {
    List<String> lines = new ArrayList<>();
    for (MetricSnapshot snapshot : snapshots) {
      String name = snapshot.getMetadata().getName();
      String mark = snapshot instanceof UnknownSnapshot ? "untyped " : "";
      for (DataPointSnapshot point : snapshot.getDataPoints()) {
        lines.add(mark + name + labels(point.getLabels()) + " " + number(value(point)));
      }
    }
    return lines;
  }

  private static String labels(Labels labels) {
    if (labels.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      out.append(i == 0 ? "" : ",")
          .append(labels.getName(i))
          .append('=')
          .append(labels.getValue(i));
    }
    return out.append('}').toString();
  }

  private static double value(DataPointSnapshot point) {
    return switch (point) {
      case CounterDataPointSnapshot counter -> counter.getValue();
      case GaugeDataPointSnapshot gauge -> gauge.getValue();
      case UnknownDataPointSnapshot unknown -> unknown.getValue();
      default -> throw new IllegalArgumentException(point.getClass().getName());
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
