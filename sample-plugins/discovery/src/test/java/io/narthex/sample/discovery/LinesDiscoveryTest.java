// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.discovery.TargetDiscovery;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.model.Labels;
import io.narthex.testkit.Await;
import io.narthex.testkit.FakeTargetSink;
import io.narthex.testkit.TargetDiscoveryContract;
import io.narthex.testkit.TestPluginContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesDiscoveryTest extends TargetDiscoveryContract<LinesConfig> {

  @TempDir private Path source;

  private Path file() {
    return source.resolve("targets.txt");
  }

  @Override
  protected TargetDiscoveryFactory<LinesConfig> factory() {
    return new LinesDiscoveryFactory();
  }

  @Override
  protected LinesConfig configuration() {
    return new LinesConfig(file(), Duration.ofMillis(10));
  }

  @Override
  protected Set<Labels> fillSource() throws IOException {
    write("# machines\n\nhost-1:9100\n  host-2:9100 env=prod  zone=a\n");
    return Set.of(target("host-1:9100"), target("host-2:9100", "env", "prod", "zone", "a"));
  }

  @Override
  protected Set<Labels> changeSource() throws IOException {
    write("host-3:9100\n");
    return Set.of(target("host-3:9100"));
  }

  @Override
  protected void breakSource() throws IOException {
    Files.delete(file());
  }

  /** By a rename, so that no look sees half a file. */
  private void write(String lines) throws IOException {
    Path part = source.resolve("part");
    Files.writeString(part, lines);
    Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Labels target(String address, String... labels) {
    return Labels.of(labels)
        .with("__address__", address)
        .with("__meta_sample_file", file().toString());
  }

  @Test
  void aBadLineIsNamed() throws Exception {
    write("host-1:9100\nhost-2:9100 prod\n");
    FakeTargetSink sink = new FakeTargetSink();
    TargetDiscovery discovery =
        factory().create(configuration(), new TestPluginContext("test", source));
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    discovery.run(sink);
                  } catch (Exception e) {
                    Thread.currentThread().interrupt();
                  }
                });
    Await.until(() -> "a failure", () -> !sink.failures().isEmpty());
    thread.interrupt();
    assertThat(sink.failures().getFirst()).contains("line 2: \"prod\" is not label=value");
    assertThat(sink.changes()).isZero();
  }

  @Test
  void theConfigurationIsChecked() {
    assertThat(new LinesConfig(file(), null).refreshInterval()).hasSeconds(5);
    assertThatThrownBy(() -> new LinesConfig(file(), Duration.ZERO))
        .hasMessage("refresh_interval must be longer than 0");
  }
}
