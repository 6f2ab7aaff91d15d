// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

/**
 * A part of the server that knows more of a configuration than its own loader: what rule files may
 * hold, what a discovery's plug-in takes. Register it as an OSGi service; each reload asks all that
 * are there before the new configuration is put in force. Safe for several threads.
 */
public interface ConfigurationCheck {

  /**
   * Looks at a configuration that is about to be put in force. Changes nothing.
   *
   * @throws ConfigException when it must not be put in force, with the position of the fault
   */
  void check(Configuration configuration) throws ConfigException;
}
