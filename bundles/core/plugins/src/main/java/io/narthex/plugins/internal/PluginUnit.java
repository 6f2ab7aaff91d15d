// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** A jar in the plug-in folders and what was made of it. Used by the manager's thread only. */
final class PluginUnit {

  /**
   * An installed bundle.
   *
   * @param bundle the bundle
   * @param jar what it was installed from
   * @param since when it was started
   */
  record Running(Bundle bundle, BundleJar jar, Instant since) {}

  /**
   * Why the file is not what runs.
   *
   * @param reason a sentence for operators
   * @param symbolicName of the refused bundle, or empty
   * @param version of the refused bundle, or empty
   * @param since when it was refused
   */
  record Refusal(String reason, String symbolicName, String version, Instant since) {}

  /** What others see of the unit. */
  record View(JarKey key, @Nullable Running running, @Nullable Refusal refusal) {}

  final JarKey key;

  /** What is installed now, be it from the file as it is or from the last good copy. */
  @Nullable Running running;

  /** The last jar of this file that was healthy. */
  @Nullable BundleJar good;

  /** Until when the running bundle must be healthy; null when it is not on trial. */
  @Nullable Instant trialUntil;

  /** Whether the running bundle has not been healthy yet. */
  boolean unproven;

  /** Why the file is not what runs; null when it is. */
  @Nullable Refusal refusal;

  /** A sound jar that is not installed because another with its symbolic name is. */
  @Nullable BundleJar declined;

  PluginUnit(JarKey key) {
    this.key = key;
  }

  boolean runs(String symbolicName) {
    return running != null
        && running.jar().symbolicName().equals(symbolicName)
        // Somebody may have uninstalled it behind our back, in the shell for instance.
        && running.bundle().getState() != Bundle.UNINSTALLED;
  }

  View view() {
    return new View(key, running, refusal);
  }
}
