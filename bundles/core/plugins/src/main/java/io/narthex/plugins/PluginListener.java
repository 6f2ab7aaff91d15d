// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import io.narthex.spi.plugin.PluginFactory;
import java.util.Optional;

/**
 * Hears of plug-ins that come and go. Calls come one after the other, on a thread that the registry
 * keeps for this listener alone; taking long delays nobody else.
 */
public interface PluginListener<F extends PluginFactory<?>> {

  /**
   * Says why a plug-in cannot be used, before anything is handed out: a name that is taken, for
   * instance. The plug-in is then refused with that reason. Called on the registry's thread, so it
   * must return at once and not call into the plug-in but for its constants.
   *
   * @return a sentence for operators, or nothing when the plug-in is welcome
   */
  default Optional<String> objection(Plugin<F> plugin) {
    return Optional.empty();
  }

  /** A plug-in is live. Also called for each that is there when listening begins. */
  void added(Plugin<F> plugin);

  /**
   * A plug-in goes away (removed, updated or quarantined): stop using its instances and close them
   * before returning; the bundle stops afterwards.
   */
  void removed(Plugin<F> plugin);
}
