// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.exporter;

import io.narthex.spi.exporter.Exporter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Counts the files directly in a folder whenever it is asked. */
final class FolderExporter implements Exporter {

  private final Path folder;
  private long collections;

  FolderExporter(Path folder) {
    this.folder = folder;
  }

  /** One call at a time, so the count needs no lock. An exception is a failed scrape. */
  @Override
  public MetricSnapshots collect() throws IOException {
    long files = 0;
    long bytes = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        try {
          BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
          if (attributes.isRegularFile()) {
            files++;
            bytes += attributes.size();
          }
        } catch (NoSuchFileException e) {
          // It was deleted while we looked: it does not count.
        }
      }
    }
    collections++;
    Labels labels = Labels.of("folder", folder.toString());
    return MetricSnapshots.of(
        gauge("sample_folder_files", "Files directly in the folder.", labels, files).build(),
        gauge("sample_folder_size_bytes", "Bytes that these files have.", labels, bytes)
            .unit(Unit.BYTES)
            .build(),
        CounterSnapshot.builder()
            .name("sample_collections")
            .help("How often the folder was looked at.")
            .dataPoint(CounterDataPointSnapshot.builder().labels(labels).value(collections).build())
            .build());
  }

  private static GaugeSnapshot.Builder gauge(
      String name, String help, Labels labels, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }
}
