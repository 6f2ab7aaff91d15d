// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.nio.file.Path;
import org.osgi.framework.Version;

/**
 * A jar that was found sound: complete, a bundle, and resolvable here.
 *
 * @param copy the private copy that it is installed from; nobody else writes to it
 * @param manifest what it says of itself
 */
record BundleJar(Path copy, BundleManifest manifest) {

  /** Returns the bundle's symbolic name. */
  String symbolicName() {
    return manifest.symbolicName();
  }

  /** Returns the bundle's version. */
  Version version() {
    return manifest.version();
  }
}
