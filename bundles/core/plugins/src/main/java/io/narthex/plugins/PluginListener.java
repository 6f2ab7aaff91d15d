// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import io.narthex.spi.plugin.PluginFactory;

/**
 * Hears of plug-ins that come and go. Calls come one after the other, on a thread that the registry
 * keeps for this listener alone; taking long delays nobody else.
 */
public interface PluginListener<F extends PluginFactory<?>> {

  /** A plug-in is live. Also called for each that is there when listening begins. */
  void added(Plugin<F> plugin);

  /**
   * A plug-in goes away (removed, updated or quarantined): stop using its instances and close them
   * before returning; the bundle stops afterwards.
   */
  void removed(Plugin<F> plugin);
}
