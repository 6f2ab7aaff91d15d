// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.plugin;

/**
 * What every kind of plug-in registers: a named type with a typed configuration. Implement one of
 * the kinds, not this interface itself.
 *
 * @param <C> the configuration record, see {@link io.narthex.spi.config}
 */
public interface PluginFactory<C extends Record> {

  /**
   * Returns the type's name: lower case letters, digits and {@code _}, constant. It is the {@code
   * foo} of {@code foo_sd_configs}, {@code foo_configs} or {@code type: foo}. Called from any
   * thread.
   */
  String type();

  /** Returns the record that configuration is bound to; constant. Called from any thread. */
  Class<C> configuration();
}
