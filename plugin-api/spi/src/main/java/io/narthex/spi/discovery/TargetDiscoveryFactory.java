// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.discovery;

import io.narthex.spi.plugin.PluginContext;
import io.narthex.spi.plugin.PluginFactory;
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
}
