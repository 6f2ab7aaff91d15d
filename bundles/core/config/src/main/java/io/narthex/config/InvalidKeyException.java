// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.io.Serial;

/**
 * Thrown by the constructor of a configuration record that refuses the value of one key, so that
 * the message points at that key's line and column rather than at the whole mapping.
 */
public final class InvalidKeyException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  private final String key;

  /**
   * Refuses a value.
   *
   * @param key the key as it stands in the file
   * @param problem what is wrong, and the remedy
   */
  public InvalidKeyException(String key, String problem) {
    super(problem);
    this.key = key;
  }

  /** Returns the key as it stands in the file. */
  public String key() {
    return key;
  }
}
