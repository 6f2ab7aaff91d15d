// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps the resolver from wiring anything to a plug-in but the plug-in itself. So nothing ever
 * depends on a plug-in's bundle, and replacing or removing one cannot make the framework refresh
 * another, whatever packages it exports and whatever optional imports the core's bundles have.
 */
final class Isolation implements ResolverHookFactory, ResolverHook {

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return this;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    Bundle asking = requirement.getRevision().getBundle();
    candidates.removeIf(
        candidate -> {
          Bundle offering = candidate.getRevision().getBundle();
          return isPlugin(offering) && !offering.equals(asking);
        });
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {
    // Every bundle may resolve.
  }

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisionCandidates) {
    // Equal symbolic names were refused before.
  }

  @Override
  public void end() {
    // Nothing is held.
  }

  /** Returns whether a bundle was installed as a plug-in. */
  static boolean isPlugin(Bundle bundle) {
    return bundle.getLocation().startsWith(JarKey.LOCATION_PREFIX);
  }
}
