// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator unpacks. */
class ArchiveIT {

  /** Another file system than the build's, which lists a folder's files in another order. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "narthex")
            : Files.createTempDirectory("narthex");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path archive() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("narthex.home")).getParent())) {
      return all.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void the_aot_cache_fits_wherever_the_archive_is_unpacked() throws Exception {
    run(Map.of(), List.of("tar", "-xzf", archive().toString(), "-C", folder.toString()));
    Path home;
    try (Stream<Path> unpacked = Files.list(folder)) {
      home = unpacked.findFirst().orElseThrow();
    }

    // The mode makes a JVM end that cannot use its cache; else it would start without one.
    String output =
        run(
            Map.of("NARTHEX_JAVA_OPTS", "-XX:AOTMode=on"),
            List.of(home.resolve("bin/narthex").toString(), "--version"));

    assertThat(output).startsWith("narthex, version ");
  }
}
