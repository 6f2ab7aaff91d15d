// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each key of the configuration with a value that upstream takes, and with each kind that it
 * refuses. A line of {@code good-rows.txt} and {@code bad-rows.txt} is a file, with {@code \n} for
 * its line ends; behind the arrow stands how the message begins.
 */
class ConfigRowsTest {

  private static final String ARROW = " => ";

  @TempDir Path folder;

  static Stream<String> good() {
    return lines("good-rows.txt");
  }

  static Stream<String> bad() {
    return lines("bad-rows.txt");
  }

  @ParameterizedTest
  @MethodSource
  void good(String row) {
    assertThatCode(() -> load(row)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource
  void bad(String row) {
    int arrow = row.lastIndexOf(ARROW);
    assertThatThrownBy(() -> load(row.substring(0, arrow)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            folder.resolve("row.yml") + ":" + row.substring(arrow + ARROW.length()));
  }

  private void load(String row) throws Exception {
    Path file = folder.resolve("row.yml");
    Files.writeString(file, row.replace("\\n", "\n"));
    new ConfigLoader(name -> null, InstantSource.system()).load(file);
  }

  private static Stream<String> lines(String name) {
    try (InputStream in =
        Objects.requireNonNull(ConfigRowsTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
