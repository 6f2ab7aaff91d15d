// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.discovery;

import io.narthex.spi.plugin.PluginContext;
import io.narthex.spi.plugin.PluginFactory;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes discoveries of one type. Register it as an OSGi service; {@code <type>_sd_configs} in
 * {@code prometheus.yml} refers to it.
 *
 * @param <C> the record for one entry of {@code <type>_sd_configs}
 */
@ConsumerType
public interface TargetDiscoveryFactory<C extends Record> extends PluginFactory<C> {

  /**
   * Makes the discovery for one entry. Must not block.
   *
   * @param configuration the bound and validated record
   * @param context the instance's name and data folder
   * @throws IllegalArgumentException when the configuration cannot work; shown to the operator
   */
  TargetDiscovery create(C configuration, PluginContext context);

  /**
   * Reads the targets that lie on this machine, for {@code narthex check config}: those in files,
   * for instance. It asks nobody over a network and leaves no trace. The default finds none.
   *
   * @param configuration the bound and validated record
   * @return the targets found; none when the files are not there yet
   * @throws Exception when what was found is broken; its message names the place and is shown to
   *     the operator
   */
  default List<TargetGroup> localTargets(C configuration) throws Exception {
    return List.of();
  }
}
