// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * The plug-ins whose classes the Java runtime has linked beforehand: jars of the folder that the
 * framework property {@code narthex.plugins.linked} names. The framework takes the classes of a
 * plug-in from there when its location names such a jar and it is installed without a stream. A
 * plug-in is that jar only if it is the same byte by byte; else it brings its own classes.
 */
final class LinkedJars {

  private final @Nullable Path folder;

  LinkedJars(@Nullable Path folder) {
    this.folder = folder;
  }

  /** Reads the framework property; without it there are none. */
  static LinkedJars of(BundleContext context) {
    String folder = context.getProperty("narthex.plugins.linked");
    return new LinkedJars(folder == null ? null : Path.of(folder));
  }

  /** Returns whether a jar of a plug-in folder is one of them. */
  boolean contain(JarKey key, BundleJar jar) throws IOException {
    if (folder == null || key.folder() != 0) {
      return false;
    }
    Path linked = folder.resolve(key.fileName());
    return Files.isRegularFile(linked) && Files.mismatch(linked, jar.copy()) < 0;
  }
}
