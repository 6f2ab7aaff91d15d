// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

/** Which characters metric and label names may have. */
public enum ValidationScheme {
  /** Any UTF-8. */
  UTF8,
  /** {@code [a-zA-Z_][a-zA-Z0-9_]*}, and {@code :} in metric names. */
  LEGACY;

  /**
   * Reads {@code utf8} or {@code legacy}.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static ValidationScheme of(String text) {
    return switch (text) {
      case "utf8" -> UTF8;
      case "legacy" -> LEGACY;
      default ->
          throw new IllegalArgumentException(
              "unrecognized ValidationScheme: \"" + text + "\"; it is utf8 or legacy");
    };
  }

  /** Returns whether a label may have the name. */
  public boolean isValidLabelName(String name) {
    return !name.isEmpty()
        && switch (this) {
          case UTF8 -> isValidText(name);
          case LEGACY -> isLegacy(name, false);
        };
  }

  /** Returns whether a metric may have the name. */
  public boolean isValidMetricName(String name) {
    return !name.isEmpty()
        && switch (this) {
          case UTF8 -> isValidText(name);
          case LEGACY -> isLegacy(name, true);
        };
  }

  /** Returns whether a text can be written as UTF-8: it has no half of a surrogate pair. */
  public static boolean isValidText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isLegacy(String name, boolean colon) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !(colon && c == ':') && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }
}
