// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import io.narthex.spi.plugin.PluginFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
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
 * The factories of one kind in a folder of plug-ins, loaded by plain class loaders: a command needs
 * no running framework. A factory that takes services which cannot be made by themselves is not
 * among them.
 *
 * @param <F> the kind of factory
 */
public final class PluginJars<F extends PluginFactory<?>> implements AutoCloseable {

  private final Class<?> kind;
  private final Map<String, F> factories = new HashMap<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  private PluginJars(Class<?> kind) {
    this.kind = kind;
  }

  /**
   * Loads the plug-ins of the distribution that runs; a jar that is none is passed over.
   *
   * @param kind the factories' interface
   * @throws IOException when the folder cannot be read
   */
  public static <F extends PluginFactory<?>> PluginJars<F> ofDistribution(Class<?> kind)
      throws IOException {
    PluginJars<F> plugins = new PluginJars<>(kind);
    String home = System.getProperty("narthex.home");
    Path folder = home == null ? null : Path.of(home, "plugins");
    if (folder != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : jars) {
          plugins.load(jar);
        }
      }
    }
    return plugins;
  }

  /** Returns the factory of a type, or null. */
  public @Nullable F find(String type) {
    return factories.get(type);
  }

  @SuppressWarnings("unchecked") // the interface was asked for by the caller
  private void load(Path jar) throws IOException {
    List<String> classes;
    try (JarFile file = new JarFile(jar.toFile())) {
      classes = factoryClasses(file);
    }
    if (classes.isEmpty()) {
      return;
    }
    URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, PluginJars.class.getClassLoader());
    loaders.add(loader);
    for (String name : classes) {
      try {
        Object made = make(Class.forName(name, true, loader));
        if (kind.isInstance(made)) {
          F factory = (F) made;
          factories.put(factory.type(), factory);
        }
      } catch (ReflectiveOperationException | LinkageError e) {
        continue; // it needs services that only the running server has
      }
    }
  }

  /** Makes a component; the services that it takes are made by their own constructors. */
  private static Object make(Class<?> type) throws ReflectiveOperationException {
    Constructor<?>[] all = type.getConstructors();
    if (all.length != 1) {
      throw new NoSuchMethodException(type + " has not a single public constructor");
    }
    Constructor<?> constructor = all[0];
    Class<?>[] types = constructor.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = types[i].getConstructor().newInstance();
    }
    return constructor.newInstance(arguments);
  }

  /** Reads from the component descriptions which classes make instances of the kind. */
  private List<String> factoryClasses(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    String header =
        manifest == null ? null : manifest.getMainAttributes().getValue("Service-Component");
    List<String> classes = new ArrayList<>();
    for (String path : header == null ? new String[0] : header.split("\\s*,\\s*")) {
      try (InputStream in = jar.getInputStream(jar.getJarEntry(path))) {
        Document component = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        NodeList provided = component.getElementsByTagName("provide");
        for (int i = 0; i < provided.getLength(); i++) {
          if (((Element) provided.item(i)).getAttribute("interface").equals(kind.getName())) {
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
