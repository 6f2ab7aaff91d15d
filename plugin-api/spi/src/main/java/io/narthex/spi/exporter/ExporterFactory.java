// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.exporter;

import io.narthex.spi.plugin.PluginContext;
import io.narthex.spi.plugin.PluginFactory;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes exporters of one type. Register it as an OSGi service. When no component of the
 * configuration is {@linkplain io.narthex.spi.config.Required required}, one instance named after
 * the type runs without being configured.
 *
 * @param <C> the configuration record
 */
@ConsumerType
public interface ExporterFactory<C extends Record> extends PluginFactory<C> {

  /**
   * Makes an instance. Called once per configured instance, and again after a change of its
   * configuration (the old instance is closed afterwards). Must not block: connect in {@code
   * collect}.
   *
   * @param configuration the bound and validated record
   * @param context the instance's name and data folder
   * @throws IllegalArgumentException when the configuration cannot work; shown to the operator
   */
  Exporter create(C configuration, PluginContext context);
}
