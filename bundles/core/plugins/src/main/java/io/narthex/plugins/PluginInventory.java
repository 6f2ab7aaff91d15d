// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins;

import java.util.List;

/**
 * What operators see of the plug-ins; the folder's truth. An OSGi service; safe for several
 * threads.
 */
public interface PluginInventory {

  /**
   * Returns an entry for each plug-in of each jar in the plug-in folders, and one for each refused
   * jar.
   */
  List<PluginStatus> plugins();

  /**
   * Returns whether the jars that lay in the folders at the start have been dealt with: each is
   * live, refused, or waits for something that is not there.
   */
  boolean loaded();

  /**
   * Does something once, when the plug-ins are {@linkplain #loaded loaded} and all listeners of the
   * {@link PluginRegistry} have been told of them; at once if they have been. What is missing then
   * is not just late.
   *
   * @param action called on a thread of the inventory's
   */
  void whenLoaded(Runnable action);
}
