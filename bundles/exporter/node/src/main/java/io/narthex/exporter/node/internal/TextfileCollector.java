// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import io.narthex.exporter.node.NodeExporterConfig;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics that other programs, such as cron jobs, leave in files in the text format. A file that
 * breaks the format, or names a metric of this exporter, is left out as a whole and counted as an
 * error.
 *
 * <p>A family keeps its type when the type is a counter with the usual suffix or a gauge; the
 * series of others are handed on one by one without a type, under their own names.
 */
final class TextfileCollector implements Collector {

  private static final Logger LOG = LoggerFactory.getLogger(TextfileCollector.class);

  private final Metrics metrics;
  private final List<Path> directories;
  private final Family modified;
  private final Family error;
  private final Map<String, Family> families = new HashMap<>();

  TextfileCollector(Metrics metrics, NodeExporterConfig.Textfile config) {
    this.metrics = metrics;
    this.directories = config.directories();
    modified =
        metrics.gauge(
            "node_textfile_mtime_seconds", "When a file was changed, as Unix time.", "file");
    error =
        metrics.gauge(
            "node_textfile_scrape_error", "Whether a folder or a file could not be read.");
  }

  @Override
  public String name() {
    return "textfile";
  }

  @Override
  public void collect() {
    boolean failed = false;
    Set<String> series = new HashSet<>();
    for (Path directory : directories) {
      String[] names = directory.toFile().list((folder, name) -> name.endsWith(".prom"));
      if (names == null) {
        failed = true;
        continue;
      }
      Arrays.sort(names);
      for (String name : names) {
        File file = directory.resolve(name).toFile();
        try {
          double time = file.lastModified() / 1000.0;
          read(file.toPath(), series);
          modified.add(time, file.getPath());
        } catch (IOException | IllegalArgumentException e) {
          LOG.debug("text file {} is left out", file, e);
          failed = true;
        }
      }
    }
    error.add(failed ? 1 : 0);
  }

  private void read(Path file, Set<String> series) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    List<TextFormat.Sample> samples = TextFormat.parse(file.toString(), text);
    // Nothing is added before all of it is known to be good.
    for (TextFormat.Sample sample : samples) {
      String name = sample.name();
      if (!families.containsKey(name) && metrics.has(name)) {
        throw new IOException(file + ": " + name + " is a metric of this exporter");
      }
      if (sample.type().equals("counter") && sample.value() < 0) {
        throw new IOException(file + ": the counter " + name + " is negative");
      }
      if (!series.add(name + sample.labels())) {
        throw new IOException(file + ": " + name + sample.labels() + " is given twice");
      }
    }
    for (TextFormat.Sample sample : samples) {
      families
          .computeIfAbsent(sample.name(), n -> family(sample))
          .addLabelled(sample.value(), sample.labels());
    }
  }

  private Family family(TextFormat.Sample sample) {
    String name = sample.name();
    String help = sample.help().isEmpty() ? "Metric read from a text file." : sample.help();
    return switch (sample.type()) {
      case "gauge" -> metrics.gauge(name, help);
      case "counter" ->
          name.endsWith("_total") ? metrics.counter(name, help) : metrics.untyped(name, help);
      default -> metrics.untyped(name, help);
    };
  }
}
