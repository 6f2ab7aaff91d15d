// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * An unpacked distribution.
 *
 * @param folder its top folder, which holds {@code bin/ conf/ features/ lib/ plugins/ system/}
 */
record Home(Path folder) {

  /**
   * Returns the folder that {@code bin/narthex} names by the system property {@code narthex.home}.
   */
  static Home locate() {
    String home = System.getProperty("narthex.home");
    if (home == null) {
      throw new IllegalStateException("start the server by bin/narthex: narthex.home is not set");
    }
    return new Home(Path.of(home).toAbsolutePath().normalize());
  }

  Path defaultConfiguration() {
    return folder.resolve("conf/prometheus.yml");
  }

  Path features() {
    return folder.resolve("features");
  }

  Path system() {
    return folder.resolve("system");
  }

  Path plugins() {
    return folder.resolve("plugins");
  }

  /** Returns the folder of the plug-ins as they were shipped, whatever became of those. */
  Path originals() {
    return folder.resolve("lib/originals");
  }

  Path data() {
    return folder.resolve("data");
  }

  /**
   * Returns version, revision and build date, as the build wrote them into {@code
   * lib/build.properties}.
   */
  Properties build() throws IOException {
    Properties build = new Properties();
    try (var in = Files.newInputStream(folder.resolve("lib/build.properties"))) {
      build.load(in);
    }
    return build;
  }
}
