// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.notifier;

import io.narthex.spi.plugin.PluginContext;
import io.narthex.spi.plugin.PluginFactory;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes notifiers of one type. Register it as an OSGi service; {@code <type>_configs} of a receiver
 * in {@code alertmanager.yml} refers to it. The key {@code send_resolved} is the host's and never
 * reaches the record.
 *
 * @param <C> the record for one entry of {@code <type>_configs}
 */
@ConsumerType
public interface NotifierFactory<C extends Record> extends PluginFactory<C> {

  /**
   * Makes the notifier for one entry. Must not block.
   *
   * @param configuration the bound and validated record; texts to be rendered are {@link
   *     io.narthex.spi.config.TemplateText}
   * @param context the instance's name and data folder
   * @throws IllegalArgumentException when the configuration cannot work; shown to the operator
   */
  Notifier create(C configuration, PluginContext context);

  /** Returns whether resolved alerts are sent when {@code send_resolved} is absent. */
  default boolean sendsResolvedByDefault() {
    return true;
  }
}
