// SPDX-License-Identifier: Apache-2.0
package io.narthex.template;

import java.io.Serial;

/** A text is no template; the message reads {@code template: name:line: what is wrong}, as Go's. */
public final class TemplateException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final String problem;

  /**
   * A fault.
   *
   * @param name the template's name
   * @param line the line from 1
   * @param problem what is wrong, in Go's words
   */
  public TemplateException(String name, int line, String problem) {
    super("template: " + name + ":" + line + ": " + problem);
    this.line = line;
    this.problem = problem;
  }

  /** Returns the line in the template's text, from 1. */
  public int line() {
    return line;
  }

  /** Returns what is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
