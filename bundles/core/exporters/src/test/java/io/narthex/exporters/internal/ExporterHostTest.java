// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigException;
import io.narthex.exporters.ExporterInstance;
import io.narthex.exporters.ExporterInstance.State;
import io.narthex.exporters.internal.FakeExporterFactory.Needy;
import io.narthex.exporters.internal.FakeExporterFactory.Optional;
import io.narthex.plugins.PluginCallException;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExporterHostTest {

  private final FakeRegistry registry = new FakeRegistry();
  @TempDir Path folder;

  @Test
  void a_plugin_that_needs_no_configuration_runs_by_itself() throws Exception {
    ExporterHost host = host(null);
    AtomicInteger told = new AtomicInteger();
    host.listen(told::incrementAndGet);
    var factory = new FakeExporterFactory<>("plain", Optional.class);
    var plugin = registry.add("exporter", factory);
    registry.add("exporter", new FakeExporterFactory<>("needy", Needy.class));

    assertThat(host.instances())
        .containsExactly(new ExporterInstance("plain", "plain", State.RUNNING, ""));
    assertThat(value(host, "plain")).isZero();

    registry.remove(plugin);
    assertThat(host.instances()).isEmpty();
    assertThat(factory.closed).containsExactly("plain");
    assertThat(told).hasValue(3);
    assertThatThrownBy(() -> value(host, "plain")).hasMessage("there is no exporter named plain");
  }

  @Test
  void listed_instances_wait_for_their_plugin_and_run_when_it_comes() throws Exception {
    ExporterHost host =
        host("exporters: [{type: plain, name: a, config: {value: 3}}, {type: plain, name: b}]");
    assertThat(host.instances())
        .contains(
            new ExporterInstance("a", "plain", State.WAITING, "waiting for exporter plug-in plain"))
        .hasSize(2);
    assertThatThrownBy(() -> value(host, "a"))
        .isInstanceOf(PluginCallException.class)
        .hasMessageContaining("waiting for exporter plug-in plain");

    var factory = new FakeExporterFactory<>("plain", Optional.class);
    var plugin = registry.add("exporter", factory);
    assertThat(host.instances()).extracting(ExporterInstance::name).containsExactly("a", "b");
    assertThat(value(host, "a")).isEqualTo(3);

    registry.remove(plugin);
    assertThat(factory.closed).containsExactly("a", "b");
    assertThat(host.instances()).extracting(ExporterInstance::state).containsOnly(State.WAITING);
  }

  @Test
  void when_two_bundles_bring_a_type_the_second_takes_over() throws Exception {
    ExporterHost host = host("exporters: [{type: plain, config: {value: 1}}]");
    var first = new FakeExporterFactory<>("plain", Optional.class);
    var second = new FakeExporterFactory<>("plain", Optional.class);
    var plugin = registry.add("exporter", first);
    registry.add("exporter", second);

    registry.remove(plugin);

    assertThat(first.closed).containsExactly("plain");
    assertThat(host.instances().getFirst().state()).isEqualTo(State.RUNNING);
    host.close();
    assertThat(second.closed).containsExactly("plain");
  }

  @Test
  void a_refused_configuration_is_told_with_its_place() throws Exception {
    ExporterHost host = host("exporters:\n  - type: plain\n    config: {value: -1}\n");
    registry.add("exporter", new FakeExporterFactory<>("plain", Optional.class));

    ExporterInstance instance = host.instances().getFirst();
    assertThat(instance.state()).isEqualTo(State.FAILED);
    assertThat(instance.reason()).endsWith("e.yml:3:13: value must not be negative");
  }

  @Test
  void a_reload_touches_only_what_changed() throws Exception {
    ExporterHost host =
        host("exporters: [{type: plain, name: a}, {type: plain, name: b, config: {value: 1}}]");
    var factory = new FakeExporterFactory<>("plain", Optional.class);
    registry.add("exporter", factory);

    write("exporters: [{type: plain, name: a}, {type: plain, name: b, config: {value: 2}}]");
    host.reload();
    assertThat(factory.closed).containsExactly("b");
    assertThat(value(host, "b")).isEqualTo(2);

    write("exporters: []");
    host.reload();
    assertThat(host.instances()).extracting(ExporterInstance::name).containsExactly("plain");

    write("exporters: [{typ: plain}]");
    assertThatThrownBy(host::reload)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean type?");
    assertThat(host.instances()).hasSize(1);
  }

  @Test
  void names_are_checked() {
    assertThatThrownBy(() -> host("exporters: [{type: x}, {type: x}]"))
        .hasMessageContaining("the exporter name \"x\" is used twice");
    assertThatThrownBy(() -> host("exporters: [{type: x, name: ../y}]"))
        .hasMessageContaining("is no name of an instance");
  }

  @Test
  void an_exporter_that_hangs_is_called_again_only_once_it_has_come_back() throws Exception {
    ExporterHost host = host(null);
    var factory = new FakeExporterFactory<>("plain", Optional.class);
    registry.add("exporter", factory);
    assertThat(value(host, "plain")).isZero();
    factory.pause.acquire();
    registry.patient = false;

    assertThatThrownBy(() -> value(host, "plain")).hasMessage("plain failed to collect: late");
    for (int i = 0; i < 5; i++) {
      // The wait for the permit would take as long as the test may.
      assertThatThrownBy(() -> host.collect("plain", Duration.ofHours(1)))
          .hasMessageContaining("the exporter plain has not come back from an earlier scrape");
      host.collect("plain", Duration.ofHours(1), outcome -> assertThatThrownBy(outcome::get));
    }
    assertThat(factory.collects).hasValue(2);
    assertThat(registry.overdue).isEqualTo(10);

    factory.pause.release();
    registry.patient = true;
    registry.await();
    assertThat(value(host, "plain")).isZero();
    assertThat(factory.collects).hasValue(3);
    host.close();
    assertThatThrownBy(() -> value(host, "plain")).isInstanceOf(PluginCallException.class);
  }

  @Test
  void an_exporter_that_hangs_does_not_keep_a_new_plugin_from_running() throws Exception {
    ExporterHost host = host("exporters: [{type: plain}]");
    var factory = new FakeExporterFactory<>("plain", Optional.class);
    var plugin = registry.add("exporter", factory);
    factory.pause.acquire();
    registry.patient = false;
    assertThatThrownBy(() -> value(host, "plain")).hasMessage("plain failed to collect: late");

    registry.patient = true;
    registry.remove(plugin);
    registry.add("exporter", new FakeExporterFactory<>("plain", Optional.class));

    assertThat(value(host, "plain")).isZero();
    factory.pause.release();
    registry.await();
  }

  private ExporterHost host(String file) throws Exception {
    if (file != null) {
      write(file);
    }
    ExporterHost host =
        new ExporterHost(registry, file == null ? null : folder.resolve("e.yml"), folder);
    host.open();
    return host;
  }

  private void write(String text) throws Exception {
    Files.writeString(folder.resolve("e.yml"), text);
  }

  private static double value(ExporterHost host, String name) throws Exception {
    MetricSnapshots snapshots = host.collect(name, Duration.ofSeconds(5));
    return ((GaugeSnapshot) snapshots.get(0)).getDataPoints().getFirst().getValue();
  }
}
