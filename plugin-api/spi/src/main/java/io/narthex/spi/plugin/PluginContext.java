// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.plugin;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** What the host gives to each instance of a plug-in. Safe for several threads. */
@ProviderType
public interface PluginContext {

  /** Returns the instance's name, unique in its kind; used in logs, labels and metrics. */
  String name();

  /**
   * Returns a folder of the instance's own below the data folder. It exists when this returns and
   * survives restarts and updates of the plug-in.
   */
  Path dataFolder();
}
