// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Hands the framework those bundles whose classes the application's class loader has (OSGi Core 8,
 * chapter 60, Connect). Only classes of that loader are kept linked, with what the compilers learnt
 * of them, in the AOT cache (JEP 483, JEP 515).
 *
 * <p>Two kinds of locations are answered, each for a jar of the distribution's {@code system/} that
 * is on the class path: {@code classpath:FILE}, which the launcher installs, and {@code
 * plugin:FILE}, which the plug-in host installs without a stream when the jar in {@code plugins/}
 * is the same as that in {@code system/}. What is installed or updated with a stream is loaded by a
 * class loader of its own, as ever.
 */
final class ClassPathModules implements ModuleConnector {

  private static final String OWN = "classpath:";
  private static final String PLUGIN = "plugin:";

  private final Path system;

  /**
   * Makes a connector.
   *
   * @param system the folder of the jars, all of them on the class path
   */
  ClassPathModules(Path system) {
    this.system = system;
  }

  /** Returns the location to install a jar of the folder by. */
  static String location(Path jar) {
    return OWN + jar.getFileName();
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Nothing is kept.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    for (String scheme : new String[] {OWN, PLUGIN}) {
      if (location.startsWith(scheme) && location.indexOf('/') < 0) {
        File jar = system.resolve(location.substring(scheme.length())).toFile();
        if (jar.isFile()) {
          ConnectContent content = new JarContent(jar);
          return Optional.of(() -> content);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }
}
