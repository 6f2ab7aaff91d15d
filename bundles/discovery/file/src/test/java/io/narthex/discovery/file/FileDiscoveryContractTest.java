// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.model.Labels;
import io.narthex.testkit.TargetDiscoveryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class FileDiscoveryContractTest extends TargetDiscoveryContract<FileSdConfig> {

  @TempDir private Path source;

  @Override
  protected TargetDiscoveryFactory<FileSdConfig> factory() {
    return new FileDiscoveryFactory();
  }

  @Override
  protected FileSdConfig configuration() {
    return new FileSdConfig(List.of(source.resolve("*.yml")), Duration.ofHours(1));
  }

  @Override
  protected Set<Labels> fillSource() throws IOException {
    write("- targets: ['a:1', 'a:2']\n  labels: {env: prod}\n");
    return Set.of(target("a:1").with("env", "prod"), target("a:2").with("env", "prod"));
  }

  @Override
  protected Set<Labels> changeSource() throws IOException {
    write("- targets: ['a:3']\n");
    return Set.of(target("a:3"));
  }

  @Override
  protected void breakSource() throws IOException {
    write("- targets: ['a:4'\n");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private Path file() {
    return source.resolve("targets.yml");
  }

  private Labels target(String address) {
    return Labels.of("__address__", address, "__meta_filepath", file().toString());
  }
}
