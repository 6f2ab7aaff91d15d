// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

/**
 * A part of a configuration file that is kept unbound until the plug-in is there that knows its
 * record. Immutable.
 */
public interface ConfigNode {

  /**
   * Binds the part strictly, by the rules of {@link io.narthex.spi.config}.
   *
   * @throws ConfigException with the position of the fault in the file
   */
  <C extends Record> C bind(Class<C> type) throws ConfigException;

  /**
   * Binds the part, and passes over keys that the records do not know.
   *
   * @throws ConfigException with the position of the fault in the file
   */
  <C extends Record> C bindLeniently(Class<C> type) throws ConfigException;

  /** Returns a fault at this part's place, to be thrown or collected. */
  ConfigException fault(String problem);

  /** Returns where the part stands, for messages: {@code file:line:column}. */
  String location();
}
