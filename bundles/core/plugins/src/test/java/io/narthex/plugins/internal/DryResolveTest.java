// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of jars that cannot be plug-ins, against a real framework. */
class DryResolveTest {

  @TempDir private static Path work;
  private static TestRuntime runtime;

  @BeforeAll
  static void start() throws Exception {
    runtime = new TestRuntime(work, List.of());
  }

  @AfterAll
  static void stop() throws Exception {
    runtime.close();
  }

  @Test
  void aSoundJarPasses() throws Exception {
    BundleJar jar =
        inspect(
            jar()
                .alsoImports("java.lang,java.util,org.slf4j;version=\"[2.0,3)\"")
                .header(
                    "Require-Capability",
                    "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\","
                        + "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)"
                        + "(version>=1.5.0)(!(version>=2.0.0)))\","
                        + "osgi.service;filter:=\"(objectClass=x.Y)\";effective:=active,"
                        + "own;filter:=\"(a=b)\"")
                .header("Provide-Capability", "own;a=b"));
    assertThat(jar.symbolicName()).isEqualTo("test.alpha");
    assertThat(jar.version()).hasToString("1.2.3");
  }

  @Test
  void missingPackagesAreNamed() {
    refused(jar().alsoImports("com.foo"), "needs package com.foo, which nothing provides");
    refused(
        jar().alsoImports("com.foo;version=1.2"),
        "needs package com.foo 1.2 or newer, which nothing provides");
    refused(
        jar().alsoImports("com.foo;com.bar;version=\"[1.2,2)\""),
        "needs package com.foo [1.2,2), which nothing provides; needs package com.bar [1.2,2),"
            + " which nothing provides");
  }

  @Test
  void otherVersionsAreNamed() {
    refused(
        jar().alsoImports("org.slf4j;version=\"[1.7,2)\""),
        "needs package org.slf4j [1.7,2), here is 2.0.20");
    refused(
        jar().alsoImports("io.narthex.spi.discovery;version=\"[2.0,3)\""),
        "was built for io.narthex.spi.discovery [2.0,3), this is 1.0");
    refused(
        jar().alsoImports("org.slf4j;vendor=acme"),
        "needs package org.slf4j with {vendor=acme}, which no provider of the package has");
  }

  @Test
  void missingCapabilitiesAreNamed() {
    refused(
        jar().header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""),
        "was built for Java 99, this is Java " + Runtime.version().feature());
    refused(
        jar().header("Require-Capability", "acme.licence;filter:=\"(level=gold)\""),
        "needs the capability acme.licence (level=gold), which nothing provides");
    refused(
        jar().header("Require-Capability", "acme.licence;filter:=\"(level=\""),
        "its manifest header Require-Capability has the bad filter (level=");
  }

  @Test
  void theCoreStaysTheCore() {
    refused(
        jar().header("Export-Package", "org.slf4j;version=9"),
        "it exports the package org.slf4j, which org.apache.felix.framework of the core brings;"
            + " import it instead");
    refused(
        jar().entry("io/narthex/spi/exporter/Exporter.class", ""),
        "it contains the core's package io.narthex.spi.exporter; give narthex-spi the scope"
            + " \"provided\" so that it is not packed");
    refused(
        jar().header("Bundle-SymbolicName", "org.apache.felix.scr"),
        "its symbolic name org.apache.felix.scr is that of a bundle of the core, which a plug-in"
            + " cannot replace");
  }

  @Test
  void whatTiesBundlesTogetherIsRefused() {
    for (String header : List.of("Fragment-Host", "Require-Bundle", "DynamicImport-Package")) {
      refused(
          jar().header(header, "x"),
          "its manifest has "
              + header
              + ", which a plug-in must not: it could not be replaced alone");
    }
  }

  @Test
  void whatIsNoPluginIsRefused() {
    refused(
        jar().without("Bundle-SymbolicName"),
        "it is not an OSGi bundle: its manifest has no Bundle-SymbolicName; build it with"
            + " bnd-maven-plugin");
    refused(
        jar().without("Bundle-ManifestVersion"), "its manifest lacks Bundle-ManifestVersion: 2");
    refused(
        jar().header("Bundle-Version", "one"),
        "its Bundle-Version \"one\" is not a version such as 1.2.3");
    refused(
        jar().without("Service-Component"),
        "it offers nothing: its manifest names neither components (Service-Component) nor a"
            + " Bundle-Activator; put @Component on the plug-in's factory");
  }

  @Test
  void aSupplementOfAMultiReleaseJarCounts() {
    refused(
        jar()
            .header("Multi-Release", "true")
            .entry(
                "META-INF/versions/21/OSGI-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\nImport-Package: com.newer\n\n"),
        "needs package com.newer, which nothing provides");
  }

  private static TestJar jar() {
    return TestJar.exporter("test.alpha", "1.2.3");
  }

  private static BundleJar inspect(TestJar jar) throws Exception {
    Path file = Files.createTempFile(work, "test", ".jar");
    Files.write(file, jar.bytes());
    return new JarInspector().inspect(file, false, new DryResolve(runtime.context));
  }

  private static void refused(TestJar jar, String reason) {
    assertThatThrownBy(() -> inspect(jar))
        .isInstanceOf(UnsoundJarException.class)
        .hasMessage(reason);
  }
}
