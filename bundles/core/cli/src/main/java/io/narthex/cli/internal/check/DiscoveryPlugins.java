// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.cli.internal.PluginJars;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.spi.discovery.TargetDiscoveryFactory;
import io.narthex.spi.discovery.TargetGroup;
import java.io.IOException;
import java.util.List;

/** Judges the entries of discoveries by the distribution's plug-ins. */
final class DiscoveryPlugins implements AutoCloseable {

  private final PluginJars<TargetDiscoveryFactory<?>> plugins;

  private final boolean readsTargets;

  /**
   * Opens the plug-ins.
   *
   * @param readsTargets whether to read the files that entries name, too
   */
  DiscoveryPlugins(boolean readsTargets) throws IOException {
    this.readsTargets = readsTargets;
    plugins = PluginJars.ofDistribution(TargetDiscoveryFactory.class);
  }

  /**
   * Binds an entry by the plug-in of its type, and reads the targets that lie on this machine, if
   * they are wanted.
   *
   * @return the targets found; none when there is no such plug-in
   * @throws ConfigException when the entry or a file that it names is broken
   */
  List<TargetGroup> targets(String type, ConfigNode entry) throws ConfigException {
    TargetDiscoveryFactory<?> factory = plugins.find(type);
    return factory == null ? List.of() : targets(factory, entry);
  }

  private <C extends Record> List<TargetGroup> targets(
      TargetDiscoveryFactory<C> factory, ConfigNode entry) throws ConfigException {
    C configuration = entry.bind(factory.configuration());
    try {
      return readsTargets ? factory.localTargets(configuration) : List.of();
    } catch (Exception e) {
      throw entry.fault(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    plugins.close();
  }
}
