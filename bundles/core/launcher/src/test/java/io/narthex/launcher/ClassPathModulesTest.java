// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.launch.Framework;

class ClassPathModulesTest {

  @TempDir private Path folder;

  @BeforeEach
  void makeJar() throws IOException {
    jar(folder.resolve("a.jar"), "1.0.0");
  }

  private static void jar(Path file, String version) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      entry(
          jar,
          "META-INF/MANIFEST.MF",
          "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: a\nBundle-Version: "
              + version
              + "\n");
      entry(jar, "greeting.txt", "hello");
    }
  }

  private static void entry(JarOutputStream jar, String name, String content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }

  @Test
  void jarsOfTheFolderAreAnsweredByBothKindsOfLocations() {
    ClassPathModules modules = new ClassPathModules(folder);
    assertThat(modules.connect(ClassPathModules.location(folder.resolve("a.jar")))).isPresent();
    assertThat(modules.connect("plugin:a.jar")).isPresent();
    assertThat(modules.connect("plugin:b.jar")).isEmpty();
    assertThat(modules.connect("plugin:1/a.jar")).isEmpty();
    assertThat(modules.connect("plugin:../a.jar")).isEmpty();
    assertThat(modules.connect("file:a.jar")).isEmpty();
  }

  @Test
  void contentIsThatOfTheJarAndClassesComeFromTheClassPath() throws IOException {
    Optional<ConnectModule> module = new ClassPathModules(folder).connect("plugin:a.jar");
    ConnectContent content = module.orElseThrow().getContent();
    content.open();
    assertThat(content.getEntries()).containsExactly("META-INF/MANIFEST.MF", "greeting.txt");
    ConnectContent.ConnectEntry greeting = content.getEntry("greeting.txt").orElseThrow();
    assertThat(greeting.getBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    assertThat(greeting.getContentLength()).isEqualTo(5);
    assertThat(content.getEntry("none")).isEmpty();
    assertThat(content.getClassLoader()).contains(ClassPathModules.class.getClassLoader());
    content.close();
    assertThatThrownBy(content::getEntries).hasMessageContaining("is closed");
  }

  @Test
  void anUpdateBringsItsOwnJar(@TempDir Path cache) throws Exception {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    Framework framework =
        new FrameworkFactory().newFramework(configuration, new ClassPathModules(folder));
    framework.start();
    try {
      Bundle bundle = framework.getBundleContext().installBundle("plugin:a.jar");
      bundle.start();
      assertThat(bundle.getVersion()).hasToString("1.0.0");
      Path newer = cache.resolve("newer.jar");
      jar(newer, "2.0.0");
      bundle.stop();
      try (var in = Files.newInputStream(newer)) {
        bundle.update(in);
      }
      bundle.start();
      assertThat(bundle.getVersion()).hasToString("2.0.0");
      assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }
}
