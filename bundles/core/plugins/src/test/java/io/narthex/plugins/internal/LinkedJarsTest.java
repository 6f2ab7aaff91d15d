// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class LinkedJarsTest {

  private static final BundleManifest MANIFEST =
      new BundleManifest("a", Version.emptyVersion, List.of(), List.of(), List.of(), List.of());

  @TempDir private Path linked;
  @TempDir private Path copies;
  private LinkedJars jars = new LinkedJars(null);

  @BeforeEach
  void link() throws IOException {
    Files.writeString(linked.resolve("a.jar"), "as shipped");
    jars = new LinkedJars(linked);
  }

  private BundleJar copy(String content) throws IOException {
    return new BundleJar(Files.writeString(copies.resolve("1.jar"), content), MANIFEST);
  }

  @Test
  void aJarThatIsAsShippedIsLinked() throws IOException {
    assertThat(jars.contain(new JarKey(0, "a.jar"), copy("as shipped"))).isTrue();
  }

  @Test
  void anotherContentNameOrFolderIsNot() throws IOException {
    assertThat(jars.contain(new JarKey(0, "a.jar"), copy("replaced"))).isFalse();
    assertThat(jars.contain(new JarKey(0, "b.jar"), copy("as shipped"))).isFalse();
    assertThat(jars.contain(new JarKey(1, "a.jar"), copy("as shipped"))).isFalse();
  }

  @Test
  void withoutAFolderNothingIs() throws IOException {
    assertThat(new LinkedJars(null).contain(new JarKey(0, "a.jar"), copy("as shipped"))).isFalse();
  }
}
