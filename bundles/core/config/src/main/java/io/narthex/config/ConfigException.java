// SPDX-License-Identifier: Apache-2.0
package io.narthex.config;

import java.io.Serial;

/** A configuration is wrong; the message names file, line, column, what is wrong and the remedy. */
public final class ConfigException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;
  private final String problem;

  /**
   * A fault at a position.
   *
   * @param file the file's path as the operator gave it
   * @param line from 1, or 0 when the fault has no line
   * @param column from 1, or 0 when the fault has no column
   * @param problem what is wrong, and the remedy
   */
  public ConfigException(String file, int line, int column, String problem) {
    super(file + (line > 0 ? ":" + line + (column > 0 ? ":" + column : "") : "") + ": " + problem);
    this.file = file;
    this.line = line;
    this.column = column;
    this.problem = problem;
  }

  /** Returns the file's path as the operator gave it. */
  public String file() {
    return file;
  }

  /** Returns what is wrong, and the remedy, without the place. */
  public String problem() {
    return problem;
  }

  /** Returns the line from 1, or 0. */
  public int line() {
    return line;
  }

  /** Returns the column from 1, or 0. */
  public int column() {
    return column;
  }
}
