// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

/** What becomes of a scrape with more samples than {@code sample_limit}. */
public enum SampleLimitAction {
  /** The scrape fails, and nothing of it is stored, as upstream does. */
  FAIL("fail"),
  /** Series that are known go on, new ones beyond the limit are refused. */
  TRUNCATE("truncate");

  private final String text;

  SampleLimitAction(String text) {
    this.text = text;
  }

  /**
   * Reads an action.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static SampleLimitAction of(String text) {
    for (SampleLimitAction action : values()) {
      if (action.text.equals(text)) {
        return action;
      }
    }
    throw new IllegalArgumentException(
        "unknown sample_limit_action \"" + text + "\"; it is 'fail' or 'truncate'");
  }

  /** Returns the word of configurations. */
  public String text() {
    return text;
  }
}
