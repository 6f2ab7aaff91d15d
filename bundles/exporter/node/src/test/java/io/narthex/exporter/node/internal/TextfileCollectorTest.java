// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.narthex.exporter.node.NodeExporterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextfileCollectorTest {

  @TempDir Path folder;

  @Test
  void goodFilesAreHandedOnAndBadOnesLeftOutWhole() throws Exception {
    Machine machine =
        new Machine(folder)
            .file(
                "text/a.prom",
                """
                # HELP backups_total Backups\\nmade.
                # TYPE backups_total counter
                backups_total{job="x\\"y", kind="full",} 3
                # TYPE last gauge
                last 1.5e3

                # TYPE h histogram
                h_bucket{le="+Inf"} 2
                h_sum 1
                """)
            .file("text/b.prom", "good 1\nbad{\n")
            .file("text/c.prom", "node_load1 7\n")
            .file("text/e.prom", "# TYPE n_total counter\nn_total -1\n")
            .file("text/f.prom", "backups 1\n")
            .file("text/g.prom", "last 2\n")
            .file("text/d.txt", "ignored 1\n");
    machine.metrics.gauge("node_load1", "Taken.");
    Path a = folder.resolve("text/a.prom");
    Files.setLastModifiedTime(a, FileTime.fromMillis(1_500));
    TextfileCollector collector =
        new TextfileCollector(
            machine.metrics, new NodeExporterConfig.Textfile(List.of(folder.resolve("text"))));
    for (int round = 0; round < 2; round++) {
      List<String> lines = machine.collect(collector);
      assertThat(lines).contains("node_textfile_mtime_seconds{file=" + a + "} 1.5");
      assertThat(lines)
          .filteredOn(line -> !line.startsWith("node_textfile_mtime"))
          .containsExactlyInAnyOrder(
              "backups_total{job=x\"y,kind=full} 3",
              "last 1500",
              "untyped h_bucket{le=+Inf} 2",
              "untyped h_sum 1",
              "untyped backups 1",
              "node_textfile_scrape_error 1");
    }
  }

  @Test
  void withoutFoldersThereIsNoError() throws Exception {
    Machine machine = new Machine(folder);
    assertThat(
            machine.collect(
                new TextfileCollector(machine.metrics, NodeExporterConfig.defaults().textfile())))
        .containsExactly("node_textfile_scrape_error 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1 123 | f:1:5: text files must not hold timestamps",
        "a | f:1:2: expected a number, found",
        "a{b='c'} 1 | f:1:5: expected \"",
        "a{b=\"c\" d=\"e\"} 1 | f:1:9: expected a comma or a closing brace",
        "1a 1 | f:1:1: expected a metric name",
        "a{b=\"c | f:1:7: expected \"",
      })
  void faultsNameTheirPosition(String text, String problem) {
    assertThatIOException()
        .isThrownBy(() -> TextFormat.parse("f", text))
        .withMessageContaining(problem);
  }
}
