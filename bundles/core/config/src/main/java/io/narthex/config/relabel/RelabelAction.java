// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import java.util.Arrays;
import java.util.Locale;

/** What a relabelling rule does. */
public enum RelabelAction {
  REPLACE,
  KEEP,
  DROP,
  KEEPEQUAL,
  DROPEQUAL,
  HASHMOD,
  LABELMAP,
  LABELDROP,
  LABELKEEP,
  LOWERCASE,
  UPPERCASE;

  /**
   * Reads an action, in any case.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static RelabelAction of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "relabel action cannot be empty; leave the key out for \"replace\"");
    }
    String wanted = text.toUpperCase(Locale.ROOT);
    for (RelabelAction action : values()) {
      if (action.name().equals(wanted)) {
        return action;
      }
    }
    throw new IllegalArgumentException(
        "unknown relabel action \""
            + text
            + "\"; it is one of "
            + String.join(", ", Arrays.stream(values()).map(RelabelAction::text).toList()));
  }

  /** Returns the word as it stands in a configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
