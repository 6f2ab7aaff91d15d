// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.exporter.node.NodeExporterConfig;
import io.narthex.exporter.node.NodeExporterFactory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NodeExporterTest {

  @TempDir Path folder;

  @SuppressWarnings("NullAway")
  private static NodeExporterConfig config(
      List<String> include, List<String> exclude, NodeExporterConfig.@Nullable Paths paths) {
    return new NodeExporterConfig(
        new NodeExporterConfig.Collectors(include, exclude),
        paths,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void oneCollectorFailingLeavesTheOthersAlone() throws Exception {
    Machine machine =
        new Machine(folder).file("proc/loadavg", "1 2 3\n").file("proc/meminfo", "MemFree: x kB\n");
    NodeExporterConfig config =
        config(List.of("loadavg", "meminfo", "stat"), List.of(), machine.paths());
    try (NodeExporter exporter = new NodeExporter(config, machine.files, new FakeKernel())) {
      for (int round = 0; round < 2; round++) {
        List<String> lines = Machine.lines(exporter.collect());
        assertThat(lines)
            .contains(
                "node_load1 1",
                "node_scrape_collector_success{collector=loadavg} 1",
                "node_scrape_collector_success{collector=meminfo} 0",
                "node_scrape_collector_success{collector=stat} 0")
            .filteredOn(line -> line.startsWith("node_scrape_collector_duration_seconds"))
            .hasSize(3);
        assertThat(lines).anyMatch(line -> line.startsWith("node_exporter_build_info{"));
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runsOnThisMachine() throws Exception {
    try (NodeExporter exporter = new NodeExporter(NodeExporterConfig.defaults())) {
      assertThat(Machine.lines(exporter.collect()))
          .anyMatch(line -> line.startsWith("node_cpu_seconds_total{cpu=0,mode=user} "))
          .anyMatch(line -> line.startsWith("node_memory_MemTotal_bytes "))
          .contains("node_scrape_collector_success{collector=stat} 1");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theLibraryAgreesWithTheJdkOnSpace() throws Exception {
    Kernel.Space space = new LibC().space(folder.toString());
    assertThat(space.size()).isEqualTo(folder.toFile().getTotalSpace());
    assertThat(space.files()).isGreaterThanOrEqualTo(space.filesFree());
    assertThatThrownBy(() -> new LibC().space(folder + "/absent"))
        .hasMessage("no such file or directory");
  }

  @Test
  void anInterruptEndsTheCollect() {
    NodeExporter exporter = new NodeExporter(NodeExporterConfig.defaults());
    Thread.currentThread().interrupt();
    assertThatThrownBy(exporter::collect).isInstanceOf(InterruptedException.class);
    exporter.close();
  }

  @Test
  @SuppressWarnings("NullAway")
  void emptySectionsMeanTheDefaults() {
    NodeExporterConfig defaults = NodeExporterConfig.defaults();
    NodeExporterConfig empty =
        new NodeExporterConfig(
            new NodeExporterConfig.Collectors(null, null),
            null,
            new NodeExporterConfig.Filesystem(null, null, null, null, null),
            new NodeExporterConfig.Devices(null, null),
            new NodeExporterConfig.Devices(null, null),
            null,
            new NodeExporterConfig.Fields(null),
            new NodeExporterConfig.Fields(null),
            null,
            new NodeExporterConfig.Textfile(null));
    assertThat(empty.netstat()).isEqualTo(defaults.netstat());
    assertThat(empty.vmstat()).isEqualTo(defaults.vmstat());
    assertThat(empty.diskstats()).isEqualTo(defaults.diskstats());
    assertThat(empty.filesystem().mountPoints()).isEqualTo(defaults.filesystem().mountPoints());
    assertThat(empty.collectors()).isEqualTo(defaults.collectors());
    NameFilter disks = NameFilter.of("diskstats", empty.diskstats());
    assertThat(disks.accepts("sda")).isTrue();
    assertThat(disks.accepts("sda1")).isFalse();
    NodeExporterConfig.Devices chosen = new NodeExporterConfig.Devices("^sda1$", null);
    assertThat(NameFilter.of("diskstats", chosen).accepts("sda1")).isTrue();
  }

  @Test
  void refusesWhatCannotWork() {
    NodeExporterFactory factory = new NodeExporterFactory();
    assertThat(factory.type()).isEqualTo("node");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeExporter(config(List.of("cpu", "gpu"), List.of(), null)))
        .withMessageContaining("there is no collector \"gpu\"; there are arp, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeExporterConfig.Collectors(List.of("a"), List.of("b")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NameFilter("netdev", "(", null))
        .withMessageContaining("netdev: not a regular expression");
  }
}
