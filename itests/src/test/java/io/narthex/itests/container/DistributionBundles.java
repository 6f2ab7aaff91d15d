// SPDX-License-Identifier: Apache-2.0
package io.narthex.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.ops4j.pax.exam.Option;

/**
 * Pax Exam options that bring the bundles of the built distribution's features into the container.
 */
final class DistributionBundles {

  private DistributionBundles() {}

  /**
   * All features that are not optional, with a configuration and a data folder of the test's own.
   *
   * @param folder an empty folder
   * @param port where the server listens
   * @param configuration the text of {@code prometheus.yml}
   */
  static Option running(Path folder, int port, String configuration) {
    try {
      Path home = Path.of(System.getProperty("narthex.home"));
      Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
      Path plugins = Files.createDirectories(folder.resolve("plugins"));
      List<Option> options = new ArrayList<>();
      options.add(junitBundles());
      options.add(bundle(jarOf(Assertions.class)));
      options.add(bundle(jarOf(ByteBuddy.class)));
      // As the launcher does; without Pax Exam's own logging, which brings an older slf4j.
      options.add(systemProperty("pax.exam.logging").value("none"));
      options.add(
          systemPackages(
              "io.narthex.process;version=1.1.0",
              "org.slf4j;version=2.0.20",
              "org.slf4j.event;version=2.0.20",
              "org.slf4j.helpers;version=2.0.20",
              "org.slf4j.spi;version=2.0.20"));
      options.add(property("narthex.config.file", file.toString()));
      options.add(property("narthex.storage.tsdb.path", folder.resolve("data").toString()));
      options.add(property("narthex.storage.engine", "local"));
      options.add(property("narthex.web.listen-address", "127.0.0.1:" + port));
      options.add(property("narthex.plugins.folder", home.resolve("plugins").toString()));
      options.add(property("narthex.plugins.path", plugins.toString()));
      // A test that lets a plug-in hang is to see it come back, however long the machine takes.
      options.add(property("narthex.plugins.quarantine.after", "1000"));
      options.add(property("narthex.version", "test"));
      options.add(property("org.apache.felix.http.require.config", "true"));
      for (Path jar : bundles(home)) {
        options.add(bundle("reference:" + jar.toUri()));
      }
      return composite(options.toArray(Option[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Option property(String name, String value) {
    return frameworkProperty(name).value(value);
  }

  private static String jarOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }

  /** The jars that {@code features/*.json} name. */
  static List<Path> bundles(Path home) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> features =
        Files.newDirectoryStream(home.resolve("features"), "*.json")) {
      for (Path feature : features) {
        JsonNode json = new ObjectMapper().readTree(feature.toFile());
        if (json.path("categories").toString().contains("optional")) {
          continue;
        }
        for (JsonNode bundle : json.path("bundles")) {
          String[] id = bundle.path("id").asText().split(":", -1);
          jars.add(home.resolve("system").resolve(id[1] + "-" + id[2] + ".jar"));
        }
      }
    }
    return jars;
  }
}
