// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginSettingsTest {

  @Test
  void defaults() {
    assertThat(PluginSettings.read(name -> null))
        .isEqualTo(
            new PluginSettings(
                List.of(),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                5));
  }

  @Test
  void allCanBeSet() {
    Map<String, String> properties =
        Map.of(
            "narthex.plugins.folder", "/a/plugins",
            "narthex.plugins.path", "/b",
            "narthex.plugins.settle", "1s",
            "narthex.plugins.start.timeout", "2s",
            "narthex.plugins.health.timeout", "3s",
            "narthex.plugins.removal.timeout", "4s",
            "narthex.plugins.quarantine.after", "6");
    assertThat(PluginSettings.read(properties::get))
        .isEqualTo(
            new PluginSettings(
                List.of(Path.of("/a/plugins"), Path.of("/b")),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                6));
  }

  @Test
  void theSameFolderTwiceIsWatchedOnce() {
    Map<String, String> properties =
        Map.of("narthex.plugins.folder", "/a/plugins", "narthex.plugins.path", "/a/x/../plugins");
    assertThat(PluginSettings.read(properties::get).folders())
        .containsExactly(Path.of("/a/plugins"));
  }

  @Test
  void aBadValueNamesTheProperty() {
    assertThatThrownBy(() -> PluginSettings.read(Map.of("narthex.plugins.settle", "soon")::get))
        .hasMessageStartingWith("property narthex.plugins.settle: ");
    assertThatThrownBy(
            () -> PluginSettings.read(Map.of("narthex.plugins.quarantine.after", "0")::get))
        .hasMessage(
            "property narthex.plugins.quarantine.after: \"0\" is not a whole number from 1 to"
                + " 999999");
  }
}
