// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import java.io.Serial;

/** A script that does not follow the language; the message names what was expected. */
public final class ScriptSyntaxException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int line;

  /** A failure on a line, counted from 1. */
  ScriptSyntaxException(int line, String message) {
    super(message);
    this.line = line;
  }

  /** Returns the line, from 1. */
  public int line() {
    return line;
  }
}
