// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.internal.ManifestHeader.Clause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Checks whether a bundle could be resolved against what the core offers now, without installing
 * it, and says in words what is missing.
 *
 * <p>Only the core's capabilities count: plug-ins are never wired to each other. The framework's
 * own resolver has the last word when the bundle starts; it also knows {@code uses} constraints,
 * whose violation cannot be put into a sentence here.
 */
final class DryResolve {

  private static final String SPI = "io.narthex.spi.";
  private static final Set<String> NOT_CHECKED =
      Set.of(PackageNamespace.PACKAGE_NAMESPACE, "osgi.wiring.bundle", "osgi.wiring.host");
  private static final Pattern JAVA_VERSION = Pattern.compile("\\(version[>]?=([0-9.]+)\\)");

  private final Map<String, List<BundleCapability>> packages = new HashMap<>();
  private final Map<String, List<BundleCapability>> others = new HashMap<>();
  private final Map<String, Bundle> core = new HashMap<>();

  /** Takes stock of what the core's bundles and the framework offer. */
  DryResolve(BundleContext context) {
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision == null || bundle.getLocation().startsWith(JarKey.LOCATION_PREFIX)) {
        continue;
      }
      if (bundle.getSymbolicName() != null) {
        core.put(bundle.getSymbolicName(), bundle);
      }
      for (BundleCapability capability : revision.getDeclaredCapabilities(null)) {
        String namespace = capability.getNamespace();
        if (namespace.equals(PackageNamespace.PACKAGE_NAMESPACE)) {
          packages
              .computeIfAbsent(
                  String.valueOf(capability.getAttributes().get(namespace)), n -> new ArrayList<>())
              .add(capability);
        } else {
          others.computeIfAbsent(namespace, n -> new ArrayList<>()).add(capability);
        }
      }
    }
  }

  /**
   * Checks a bundle.
   *
   * @param manifest what it says of itself
   * @param content the packages that its jar holds
   * @throws UnsoundJarException with all that is missing or forbidden
   */
  void check(BundleManifest manifest, Set<String> content) throws UnsoundJarException {
    Bundle namesake = core.get(manifest.symbolicName());
    if (namesake != null) {
      throw new UnsoundJarException(
          "its symbolic name "
              + manifest.symbolicName()
              + " is that of a bundle of the core, which a plug-in cannot replace");
    }
    List<String> faults = new ArrayList<>();
    for (String name : content) {
      if (name.startsWith(SPI)) {
        faults.add(
            "it contains the core's package "
                + name
                + "; give narthex-spi the scope \"provided\" so that it is not packed");
      }
    }
    Set<String> own = checkExports(manifest.exports(), faults);
    for (Clause clause : manifest.imports()) {
      if (!clause.optional()) {
        for (String name : clause.paths()) {
          if (!own.contains(name)) {
            checkImport(name, clause, faults);
          }
        }
      }
    }
    for (Clause clause : manifest.requires()) {
      String effective = clause.directives().getOrDefault("effective", "resolve");
      if (!clause.optional() && effective.equals("resolve")) {
        for (String namespace : clause.paths()) {
          checkRequirement(namespace, clause, manifest.provides(), faults);
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new UnsoundJarException(String.join("; ", faults));
    }
  }

  private Set<String> checkExports(List<Clause> exports, List<String> faults) {
    Set<String> own =
        exports.stream().flatMap(c -> c.paths().stream()).collect(Collectors.toUnmodifiableSet());
    for (String name : own) {
      List<BundleCapability> offers = packages.get(name);
      if (offers != null) {
        faults.add(
            "it exports the package "
                + name
                + ", which "
                + offers.getFirst().getRevision().getSymbolicName()
                + " of the core brings; import it instead");
      }
    }
    return own;
  }

  private void checkImport(String name, Clause clause, List<String> faults)
      throws UnsoundJarException {
    List<BundleCapability> offers = packages.getOrDefault(name, List.of());
    String versions = clause.attributes().getOrDefault("version", "");
    if (offers.isEmpty()) {
      faults.add("needs package " + words(name, versions) + ", which nothing provides");
      return;
    }
    VersionRange range = range(name, versions);
    List<BundleCapability> fitting =
        offers.stream().filter(o -> range.includes(version(o))).toList();
    if (fitting.isEmpty()) {
      String here =
          offers.stream()
              .map(o -> words(version(o)))
              .distinct()
              .collect(Collectors.joining(" and "));
      faults.add(
          name.startsWith(SPI)
              ? "was built for " + words(name, versions) + ", this is " + here
              : "needs package " + words(name, versions) + ", here is " + here);
      return;
    }
    if (fitting.stream().noneMatch(o -> attributesMatch(clause, o))) {
      faults.add(
          "needs package "
              + name
              + " with "
              + clause.attributes()
              + ", which no provider of the package has");
    }
  }

  /**
   * Attributes asked for must be equal; those that the provider calls mandatory must be asked for.
   */
  private static boolean attributesMatch(Clause clause, BundleCapability offer) {
    for (Map.Entry<String, String> wanted : clause.attributes().entrySet()) {
      String key = wanted.getKey();
      Object has =
          switch (key) {
            case "version", "specification-version", "bundle-version" -> wanted.getValue();
            case "bundle-symbolic-name" -> offer.getRevision().getSymbolicName();
            default -> offer.getAttributes().get(key);
          };
      if (has == null || !has.toString().equals(wanted.getValue())) {
        return false;
      }
    }
    String mandatory = offer.getDirectives().get("mandatory");
    return mandatory == null
        || Arrays.stream(mandatory.split(","))
            .map(String::strip)
            .allMatch(clause.attributes()::containsKey);
  }

  private void checkRequirement(
      String namespace, Clause clause, List<Clause> provides, List<String> faults)
      throws UnsoundJarException {
    if (NOT_CHECKED.contains(namespace)) {
      return;
    }
    String text = clause.directives().get("filter");
    Filter filter = null;
    if (text != null) {
      try {
        filter = FrameworkUtil.createFilter(text);
      } catch (InvalidSyntaxException e) {
        throw new UnsoundJarException(
            "its manifest header Require-Capability has the bad filter " + text);
      }
    }
    for (BundleCapability offer : others.getOrDefault(namespace, List.of())) {
      if (filter == null || filter.matches(offer.getAttributes())) {
        return;
      }
    }
    for (Clause own : provides) {
      if (own.paths().contains(namespace) && (filter == null || filter.matches(own.attributes()))) {
        return;
      }
    }
    faults.add(requirement(namespace, text));
  }

  private static String requirement(String namespace, @Nullable String filter) {
    if (filter == null) {
      return "needs the capability " + namespace + ", which nothing provides";
    }
    if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
      Matcher version = JAVA_VERSION.matcher(filter);
      if (filter.contains("=JavaSE)") && version.find()) {
        return "was built for Java "
            + version.group(1)
            + ", this is Java "
            + Runtime.version().feature();
      }
    }
    return "needs the capability " + namespace + " " + filter + ", which nothing provides";
  }

  private static Version version(BundleCapability offer) {
    return offer.getAttributes().get("version") instanceof Version v ? v : Version.emptyVersion;
  }

  private static VersionRange range(String name, String versions) throws UnsoundJarException {
    try {
      return new VersionRange(versions.isEmpty() ? "0.0.0" : versions);
    } catch (IllegalArgumentException e) {
      throw new UnsoundJarException(
          "its manifest imports " + name + " with the bad version range \"" + versions + "\"");
    }
  }

  private static String words(String name, String versions) {
    if (versions.isEmpty()) {
      return name;
    }
    boolean range = versions.startsWith("[") || versions.startsWith("(");
    return name + " " + versions + (range ? "" : " or newer");
  }

  /** 1.0.0 is written 1.0. */
  private static String words(Version version) {
    String text = version.toString();
    return text.endsWith(".0") && version.getQualifier().isEmpty()
        ? text.substring(0, text.length() - 2)
        : text;
  }
}
