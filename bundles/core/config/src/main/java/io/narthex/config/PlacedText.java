// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

/**
 * A text of a configuration file that remembers where it stands, for parts whose meaning is checked
 * after they were bound. Records may have components of this type.
 *
 * @param text the text; empty when the key is there without a value
 * @param file the file's name for messages
 * @param line from 1
 * @param column from 1
 */
public record PlacedText(String text, String file, int line, int column) {

  /** Returns a fault of this text, to be thrown or collected. */
  public ConfigException fault(String problem) {
    return new ConfigException(file, line, column, problem);
  }
}
