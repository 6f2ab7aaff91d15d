// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

/** How a target is asked to escape names beyond the legacy characters. */
public enum EscapingScheme {
  ALLOW_UTF8("allow-utf-8"),
  UNDERSCORES("underscores"),
  DOTS("dots"),
  VALUES("values");

  private final String text;

  EscapingScheme(String text) {
    this.text = text;
  }

  /**
   * Reads a scheme.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static EscapingScheme of(String text) {
    for (EscapingScheme scheme : values()) {
      if (scheme.text.equals(text)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException(
        "unknown name escaping method specified, must be one of 'allow-utf-8', 'underscores',"
            + " 'dots', or 'values', got \""
            + text
            + "\"");
  }

  /** Returns the word of configuration and content negotiation. */
  public String text() {
    return text;
  }
}
