// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSdConfigTest {

  @Test
  void theIntervalIsFiveMinutesUnlessItIsSet() {
    List<Path> files = List.of(Path.of("a.yml"));

    assertThat(new FileSdConfig(files, null).refreshInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(new FileSdConfig(files, Duration.ofSeconds(1)).refreshInterval())
        .isEqualTo(Duration.ofSeconds(1));
    assertThatThrownBy(() -> new FileSdConfig(files, Duration.ZERO))
        .hasMessageStartingWith("refresh_interval must be more than 0");
  }

  @Test
  void atLeastOneFileIsNeeded() {
    for (List<Path> none : Arrays.asList(List.<Path>of(), null)) {
      assertThatThrownBy(() -> new FileSdConfig(none, null))
          .hasMessageStartingWith(
              "file service discovery config must contain at least one path name");
    }
  }

  /** The paths of upstream's own test of this rule. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fixtures/.json",
        "fixtures/*.json",
        "fixtures/*.yml",
        "/fixtures/*.yaml",
        "fixtures/a*b.JSON",
        "a.json",
        "[a-c]?.yml"
      })
  void takesPathsWithWildcardsInTheLastPart(String path) {
    assertThat(new FileSdConfig(List.of(Path.of(path)), null).files()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "*/a.yml", "a*/b*.yml", "a.yml.*", "**/a.json", "yml"})
  void refusesOtherPaths(String path) {
    assertThatThrownBy(() -> new FileSdConfig(List.of(Path.of(path)), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("path name \"" + path + "\" is not valid for file discovery");
  }

  @Test
  void refusesARangeWithoutItsEnd() {
    assertThatThrownBy(() -> new FileSdConfig(List.of(Path.of("[a.yml")), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("path name \"[a.yml\" is not valid for file discovery: ");
  }

  @ParameterizedTest
  @CsvSource({
    "a*.yml,   ab.yml a.yml",
    "*.yml,    .c.yml a.yml ab.yml b.yml {d}.yml",
    "?.yml,    a.yml b.yml",
    "[^a].yml, b.yml",
    "[a-b].yml,a.yml b.yml",
    "{d}.yml,  {d}.yml",
    "{*.yml,   {d}.yml",
    "x.yml,    ''"
  })
  void matchesNamesAsGoDoes(String pattern, String expected, @TempDir Path folder)
      throws Exception {
    for (String name : List.of("a.yml", "ab.yml", "b.yml", ".c.yml", "{d}.yml", "a.json")) {
      Files.createFile(folder.resolve(name));
    }

    assertThat(new FilePattern(folder.resolve(pattern)).matches())
        .containsExactlyInAnyOrderElementsOf(
            expected.isEmpty()
                ? List.of()
                : List.of(expected.split(" ")).stream().map(folder::resolve).toList());
  }
}
