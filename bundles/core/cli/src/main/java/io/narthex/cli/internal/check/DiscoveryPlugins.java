// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.discovery.TargetGroup;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The discoveries in a folder of plug-ins, loaded by plain class loaders: a check needs the records
 * that their entries are bound to, and no running framework. A discovery that cannot be made
 * without services of a framework is not among them.
 */
final class DiscoveryPlugins implements AutoCloseable {

  private final Map<String, TargetDiscoveryFactory<?>> factories = new HashMap<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private DiscoveryPlugins() {}

  /**
   * Loads the plug-ins of a folder; a jar that is none is passed over.
   *
   * @param folder null for no plug-ins
   * @throws IOException when the folder cannot be read
   */
  static DiscoveryPlugins in(@Nullable Path folder) throws IOException {
    DiscoveryPlugins plugins = new DiscoveryPlugins();
    if (folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : jars) {
          plugins.load(jar);
        }
      }
    }
    return plugins;
  }

  /**
   * Binds an entry by the plug-in of its type, and reads the targets that lie on this machine.
   *
   * @return the targets found; none when there is no such plug-in
   * @throws ConfigException when the entry or a file that it names is broken
   */
  List<TargetGroup> targets(String type, ConfigNode entry) throws ConfigException {
    TargetDiscoveryFactory<?> factory = factories.get(type);
    return factory == null ? List.of() : targets(factory, entry);
  }

  private static <C extends Record> List<TargetGroup> targets(
      TargetDiscoveryFactory<C> factory, ConfigNode entry) throws ConfigException {
    C configuration = entry.bind(factory.configuration());
    try {
      return factory.localTargets(configuration);
    } catch (Exception e) {
      throw entry.fault(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private void load(Path jar) throws IOException {
    List<String> classes;
    try (JarFile file = new JarFile(jar.toFile())) {
      classes = factoryClasses(file);
    }
    if (classes.isEmpty()) {
      return;
    }
    URLClassLoader loader =
        new URLClassLoader(
            new URL[] {jar.toUri().toURL()}, DiscoveryPlugins.class.getClassLoader());
    loaders.add(loader);
    for (String name : classes) {
      try {
        if (Class.forName(name, true, loader).getDeclaredConstructor().newInstance()
            instanceof TargetDiscoveryFactory<?> factory) {
          factories.put(factory.type(), factory);
        }
      } catch (ReflectiveOperationException | LinkageError e) {
        continue; // it needs services that only the running server has
      }
    }
  }

  /** Reads from the component descriptions which classes make discoveries. */
  private static List<String> factoryClasses(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    String header =
        manifest == null ? null : manifest.getMainAttributes().getValue("Service-Component");
    List<String> classes = new ArrayList<>();
    for (String path : header == null ? new String[0] : header.split("\\s*,\\s*")) {
      try (InputStream in = jar.getInputStream(jar.getJarEntry(path))) {
        Document component = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        NodeList provided = component.getElementsByTagName("provide");
        for (int i = 0; i < provided.getLength(); i++) {
          if (((Element) provided.item(i))
              .getAttribute("interface")
              .equals(TargetDiscoveryFactory.class.getName())) {
            Element implementation =
                (Element) component.getElementsByTagName("implementation").item(0);
            classes.add(implementation.getAttribute("class"));
          }
        }
      } catch (SAXException | ParserConfigurationException e) {
        throw new IOException(jar.getName() + ": " + path + " is no component: " + e, e);
      }
    }
    return classes;
  }

  @Override
  public void close() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }
}
