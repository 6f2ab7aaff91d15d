// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

/**
 * Names a jar in the plug-in folders.
 *
 * @param folder the index of its folder: 0 for the distribution's, 1 for the operator's own
 * @param fileName the file's name
 */
record JarKey(int folder, String fileName) implements Comparable<JarKey> {

  /** Locations of bundles that are plug-ins begin with this. */
  static final String LOCATION_PREFIX = "plugin:";

  /** Returns the location of the bundle that is installed from the jar. */
  String location() {
    return LOCATION_PREFIX + (folder == 0 ? "" : folder + "/") + fileName;
  }

  @Override
  public int compareTo(JarKey other) {
    int c = Integer.compare(folder, other.folder);
    return c != 0 ? c : fileName.compareTo(other.fileName);
  }
}
