// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.spi.config.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about plug-ins, by framework properties.
 *
 * @param folders the folders to watch: {@code narthex.plugins.folder}, then {@code
 *     narthex.plugins.path}, those that are set
 * @param settle {@code narthex.plugins.settle}: how long a jar's size and time must stay the same
 * @param startTimeout {@code narthex.plugins.start.timeout}: how long starting a bundle, or making
 *     a factory, may take
 * @param healthTimeout {@code narthex.plugins.health.timeout}: how long an updated plug-in may take
 *     to be healthy before the last good jar comes back
 * @param removalTimeout {@code narthex.plugins.removal.timeout}: how long the users of a plug-in
 *     may take to let go of it before it is stopped
 * @param quarantineAfter {@code narthex.plugins.quarantine.after}: how many calls in a row may
 *     overrun their deadline
 */
record PluginSettings(
    List<Path> folders,
    Duration settle,
    Duration startTimeout,
    Duration healthTimeout,
    Duration removalTimeout,
    int quarantineAfter) {

  PluginSettings {
    folders = List.copyOf(folders);
  }

  /**
   * Reads the framework properties.
   *
   * @throws IllegalArgumentException naming the property that has a bad value
   */
  static PluginSettings read(Function<String, @Nullable String> properties) {
    List<Path> folders = new ArrayList<>();
    for (String name : List.of("narthex.plugins.folder", "narthex.plugins.path")) {
      String value = properties.apply(name);
      if (value != null && !value.isEmpty()) {
        Path folder = Path.of(value).toAbsolutePath().normalize();
        if (!folders.contains(folder)) {
          folders.add(folder);
        }
      }
    }
    return new PluginSettings(
        folders,
        duration(properties, "narthex.plugins.settle", "500ms"),
        duration(properties, "narthex.plugins.start.timeout", "10s"),
        duration(properties, "narthex.plugins.health.timeout", "5s"),
        duration(properties, "narthex.plugins.removal.timeout", "1m"),
        count(properties, "narthex.plugins.quarantine.after", 5));
  }

  private static Duration duration(
      Function<String, @Nullable String> properties, String name, String byDefault) {
    String value = properties.apply(name);
    try {
      return Durations.parse(value == null || value.isEmpty() ? byDefault : value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("property " + name + ": " + e.getMessage(), e);
    }
  }

  private static int count(
      Function<String, @Nullable String> properties, String name, int byDefault) {
    String value = properties.apply(name);
    if (value == null || value.isEmpty()) {
      return byDefault;
    }
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(
          "property " + name + ": \"" + value + "\" is not a whole number from 1 to 999999");
    }
    return Integer.parseInt(value);
  }
}
