// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.internal.ManifestHeader.Clause;
import java.util.List;
import java.util.jar.Attributes;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a bundle's manifest says.
 *
 * @param symbolicName the bundle's symbolic name
 * @param version its version
 * @param imports the clauses of {@code Import-Package}
 * @param exports the clauses of {@code Export-Package}
 * @param requires the clauses of {@code Require-Capability}
 * @param provides the clauses of {@code Provide-Capability}
 */
record BundleManifest(
    String symbolicName,
    Version version,
    List<Clause> imports,
    List<Clause> exports,
    List<Clause> requires,
    List<Clause> provides) {

  /** Headers that tie a bundle to others so closely that it cannot come and go alone. */
  private static final List<String> FORBIDDEN =
      List.of(Constants.FRAGMENT_HOST, Constants.REQUIRE_BUNDLE, Constants.DYNAMICIMPORT_PACKAGE);

  /**
   * Reads the manifest.
   *
   * @param attributes its main section
   * @throws UnsoundJarException when it is not the manifest of a bundle that can be a plug-in
   */
  static BundleManifest read(Attributes attributes) throws UnsoundJarException {
    List<Clause> name = clauses(attributes, Constants.BUNDLE_SYMBOLICNAME);
    if (name.isEmpty()) {
      throw new UnsoundJarException(
          "it is not an OSGi bundle: its manifest has no Bundle-SymbolicName; build it with"
              + " bnd-maven-plugin");
    }
    if (!"2".equals(attributes.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
      throw new UnsoundJarException("its manifest lacks Bundle-ManifestVersion: 2");
    }
    for (String header : FORBIDDEN) {
      if (attributes.getValue(header) != null) {
        throw new UnsoundJarException(
            "its manifest has "
                + header
                + ", which a plug-in must not: it could not be replaced alone");
      }
    }
    if (attributes.getValue("Service-Component") == null
        && attributes.getValue(Constants.BUNDLE_ACTIVATOR) == null) {
      throw new UnsoundJarException(
          "it offers nothing: its manifest names neither components (Service-Component) nor a"
              + " Bundle-Activator; put @Component on the plug-in's factory");
    }
    return new BundleManifest(
        name.getFirst().paths().getFirst(),
        version(attributes.getValue(Constants.BUNDLE_VERSION)),
        clauses(attributes, Constants.IMPORT_PACKAGE),
        clauses(attributes, Constants.EXPORT_PACKAGE),
        clauses(attributes, Constants.REQUIRE_CAPABILITY),
        clauses(attributes, Constants.PROVIDE_CAPABILITY));
  }

  private static List<Clause> clauses(Attributes attributes, String header)
      throws UnsoundJarException {
    String value = attributes.getValue(header);
    return value == null ? List.of() : ManifestHeader.parse(header, value);
  }

  private static Version version(String value) throws UnsoundJarException {
    try {
      return Version.parseVersion(value);
    } catch (IllegalArgumentException e) {
      throw new UnsoundJarException(
          "its Bundle-Version \"" + value + "\" is not a version such as 1.2.3");
    }
  }
}
