// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an expected message looks like.
 *
 * @param text the whole message, or the regular expression to find in it
 * @param pattern the compiled expression, or null when the text must be equal
 */
record MessageMatch(String text, @Nullable Pattern pattern) {

  /** Matches any message. */
  static final MessageMatch ANY = regex("");

  static MessageMatch exact(String text) {
    return new MessageMatch(text, null);
  }

  /**
   * Matches messages in which the expression is found.
   *
   * @throws com.google.re2j.PatternSyntaxException when it is not RE2 syntax
   */
  static MessageMatch regex(String text) {
    return new MessageMatch(text, Pattern.compile(text));
  }

  boolean matches(String message) {
    return pattern == null ? text.equals(message) : pattern.matcher(message).find();
  }

  @Override
  public String toString() {
    if (pattern == null) {
      return '"' + text + '"';
    }
    return text.isEmpty() ? "any message" : "a message like /" + text + "/";
  }
}
