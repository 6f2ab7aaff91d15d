// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.exporter.Exporter;
import io.narthex.spi.exporter.ExporterFactory;
import io.narthex.testkit.ExporterContract;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderExporterTest extends ExporterContract<FolderConfig> {

  @TempDir private Path looked;

  @Override
  protected ExporterFactory<FolderConfig> factory() {
    return new FolderExporterFactory();
  }

  @Override
  protected FolderConfig configuration() {
    return new FolderConfig(looked);
  }

  @Override
  protected Set<String> expectedFamilies() {
    return Set.of("sample_folder_files", "sample_folder_size_bytes", "sample_collections");
  }

  @Test
  void filesAreCountedAndMeasured() throws Exception {
    Files.writeString(looked.resolve("a"), "12345");
    Files.writeString(looked.resolve("b"), "123");
    Files.createDirectory(looked.resolve("folder"));
    try (Exporter exporter = new FolderExporter(looked)) {
      MetricSnapshots metrics = exporter.collect();
      assertThat(gauge(metrics, "sample_folder_files")).isEqualTo(2);
      assertThat(gauge(metrics, "sample_folder_size_bytes")).isEqualTo(8);
      CounterSnapshot collections =
          (CounterSnapshot) family(exporter.collect(), "sample_collections");
      assertThat(collections.getDataPoints().getFirst().getValue()).isEqualTo(2);
    }
  }

  @Test
  void aMissingFolderIsAFailedScrape() throws Exception {
    try (Exporter exporter = new FolderExporter(looked.resolve("missing"))) {
      assertThatThrownBy(exporter::collect).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void theFolderForTemporaryFilesIsTheDefault() {
    assertThat(new FolderConfig(null).folder()).exists();
  }

  private static double gauge(MetricSnapshots metrics, String name) {
    return ((GaugeSnapshot) family(metrics, name)).getDataPoints().getFirst().getValue();
  }

  private static MetricSnapshot family(MetricSnapshots metrics, String name) {
    return metrics.stream()
        .filter(f -> f.getMetadata().getPrometheusName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
