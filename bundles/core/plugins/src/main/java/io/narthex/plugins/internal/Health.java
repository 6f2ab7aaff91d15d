// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.internal.PluginEntry.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Judges whether a started bundle offers what it is made for. Healthy is a bundle that has at least
 * one factory, of which every component that is a factory is satisfied, and every factory could be
 * made and keeps the contract.
 */
final class Health {

  /** What was found. */
  sealed interface Verdict {
    /** All is well. */
    record Healthy() implements Verdict {}

    /** Things are on their way; look again. */
    record Starting() implements Verdict {}

    /** Something that it needs is not there; it may come. */
    record Waiting(String reason) implements Verdict {}

    /** It will not work. */
    record Failed(String reason) implements Verdict {}
  }

  /**
   * A factory's component that has no service.
   *
   * @param kind the kind of plug-in that it would be
   * @param reason what it waits for, or why it failed
   * @param failed whether it failed rather than waits
   */
  record Unsatisfied(PluginKind kind, String reason, boolean failed) {}

  private static final int MAX_DEPTH = 4;

  private final ServiceComponentRuntime runtime;
  private final LivePlugins live;

  Health(ServiceComponentRuntime runtime, LivePlugins live) {
    this.runtime = runtime;
    this.live = live;
  }

  /** Judges a bundle as it is now. */
  Verdict judge(Bundle bundle) {
    List<PluginEntry> entries = live.entries(bundle);
    // Asked before who has failed: an entry that fails in between must not count as healthy.
    boolean fresh = entries.stream().anyMatch(e -> e.is(Phase.NEW));
    for (PluginEntry entry : entries) {
      if (entry.is(Phase.FAILED)) {
        return new Verdict.Failed(failure(bundle, entry));
      }
    }
    List<Unsatisfied> unsatisfied = unsatisfied(bundle);
    for (Unsatisfied component : unsatisfied) {
      if (component.failed) {
        return new Verdict.Failed(component.reason);
      }
    }
    if (!unsatisfied.isEmpty()) {
      return new Verdict.Waiting(unsatisfied.getFirst().reason);
    }
    long components =
        runtime.getComponentDescriptionDTOs(bundle).stream()
            .filter(c -> c.defaultEnabled && kind(c).isPresent())
            .count();
    if (fresh || entries.size() < components) {
      return new Verdict.Starting();
    }
    return entries.isEmpty()
        ? new Verdict.Waiting(
            "it has registered no exporter, discovery, notifier, storage engine or function")
        : new Verdict.Healthy();
  }

  /** Returns the factories' components of a bundle that have no service, each with the reason. */
  List<Unsatisfied> unsatisfied(Bundle bundle) {
    List<Unsatisfied> found = new ArrayList<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
      Optional<PluginKind> kind = kind(component);
      if (kind.isEmpty() || !component.defaultEnabled) {
        continue;
      }
      for (ComponentConfigurationDTO instance : runtime.getComponentConfigurationDTOs(component)) {
        if (instance.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          found.add(
              new Unsatisfied(
                  kind.get(),
                  "component " + component.name + " failed: " + rootCause(instance.failure),
                  true));
        } else if (isUnsatisfied(instance)) {
          found.add(new Unsatisfied(kind.get(), waiting(component, instance, 0), false));
        }
      }
    }
    return found;
  }

  /** The component knows better why it could not be made than the registry does. */
  private String failure(Bundle bundle, PluginEntry entry) {
    return unsatisfied(bundle).stream()
        .filter(u -> u.failed && u.kind == entry.kind())
        .map(Unsatisfied::reason)
        .findFirst()
        .orElse(entry.condition().reason());
  }

  private static Optional<PluginKind> kind(ComponentDescriptionDTO component) {
    return Arrays.stream(component.serviceInterfaces)
        .map(PluginKind::ofService)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isUnsatisfied(ComponentConfigurationDTO instance) {
    return instance.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE
        || instance.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;
  }

  /** Says what a component waits for, and why that is not there, down the tree. */
  private String waiting(
      ComponentDescriptionDTO component, ComponentConfigurationDTO instance, int depth) {
    if (instance.unsatisfiedReferences.length == 0) {
      return "component "
          + component.name
          + " waits for its configuration "
          + String.join(", ", component.configurationPid);
    }
    List<String> missing = new ArrayList<>();
    for (UnsatisfiedReferenceDTO reference : instance.unsatisfiedReferences) {
      missing.add(missing(component, reference, depth));
    }
    return "component " + component.name + " waits for " + String.join(" and for ", missing);
  }

  private String missing(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO reference, int depth) {
    String service =
        Arrays.stream(component.references)
            .filter(r -> r.name.equals(reference.name))
            .map((ReferenceDTO r) -> r.interfaceName)
            .findFirst()
            .orElse(reference.name);
    String words =
        "the service " + service + (reference.target == null ? "" : " " + reference.target);
    if (depth >= MAX_DEPTH) {
      return words;
    }
    Collection<ComponentDescriptionDTO> all = runtime.getComponentDescriptionDTOs();
    for (ComponentDescriptionDTO offering : all) {
      if (Arrays.asList(offering.serviceInterfaces).contains(service)) {
        for (ComponentConfigurationDTO instance : runtime.getComponentConfigurationDTOs(offering)) {
          if (isUnsatisfied(instance)) {
            return words + " (" + waiting(offering, instance, depth + 1) + ")";
          }
        }
      }
    }
    return words;
  }

  /** The last "Caused by" of a stack trace, or its first line. */
  private static String rootCause(String stackTrace) {
    if (stackTrace == null || stackTrace.isBlank()) {
      return "for an unknown reason";
    }
    String mark = "Caused by: ";
    return stackTrace
        .lines()
        .filter(l -> l.startsWith(mark))
        .map(l -> l.substring(mark.length()))
        .reduce((first, second) -> second)
        .orElseGet(() -> stackTrace.lines().findFirst().orElse(stackTrace));
  }
}
