// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.testplugin.HangingActivator;
import io.narthex.plugins.testplugin.TestExporterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Builds jars of plug-ins. */
final class TestJar {

  private static final String IMPORTS =
      "io.narthex.spi.config;version=\"[1.0,2)\",io.narthex.spi.exporter;version=\"[1.0,2)\","
          + "io.narthex.spi.plugin;version=\"[1.0,2)\",org.osgi.framework,"
          + "io.prometheus.metrics.model.snapshots";

  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private String type;
  private String behaviour = "";
  private String reference = "";

  private TestJar(String symbolicName, String version) {
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", symbolicName);
    headers.put("Bundle-Version", version);
    headers.put("Import-Package", IMPORTS);
    headers.put("Service-Component", "OSGI-INF/factory.xml");
    type = symbolicName.substring(symbolicName.lastIndexOf('.') + 1);
  }

  /** A sound exporter, its type the last part of the symbolic name. */
  static TestJar exporter(String symbolicName, String version) {
    return new TestJar(symbolicName, version);
  }

  TestJar header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  TestJar without(String name) {
    headers.remove(name);
    return this;
  }

  TestJar alsoImports(String clause) {
    return header("Import-Package", IMPORTS + "," + clause);
  }

  TestJar entry(String name, String content) {
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TestJar type(String name) {
    type = name;
    return this;
  }

  /** The factory's constructor throws. */
  TestJar failing(String message) {
    behaviour = "fail=" + message + "\n";
    return this;
  }

  /** The component needs a service. */
  TestJar needing(Class<?> service) {
    reference = "<reference name=\"needed\" interface=\"" + service.getName() + "\"/>";
    return this;
  }

  /** Starting the bundle hangs. */
  TestJar hanging() {
    return header("Bundle-Activator", HangingActivator.class.getName());
  }

  byte[] bytes() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
      add(jar, TestExporterFactory.class);
      add(jar, HangingActivator.class);
      add(jar, "behaviour.properties", (behaviour + "type=" + type + "\n"));
      add(
          jar,
          "OSGI-INF/factory.xml",
          "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"factory\">"
              + "<implementation class=\""
              + TestExporterFactory.class.getName()
              + "\"/><service><provide interface=\"io.narthex.spi.exporter.ExporterFactory\"/>"
              + "</service>"
              + reference
              + "</scr:component>");
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }

  /** Puts the jar in place at once, as a rename does. */
  void into(Path file) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.write(part, bytes());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      jar.putNextEntry(new ZipEntry(name));
      in.transferTo(jar);
    }
  }

  private static void add(JarOutputStream jar, String name, String content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
