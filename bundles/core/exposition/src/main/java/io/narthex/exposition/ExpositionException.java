// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import java.io.Serial;

/**
 * A body breaks its format. What was read before stays valid; the reader cannot go on. {@link
 * #problem} is worded as Prometheus words it; the message adds the position.
 */
public final class ExpositionException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String problem;
  private final int offset;
  private final int line;
  private final int column;

  /**
   * A fault in a text body.
   *
   * @param problem what is wrong
   * @param offset where in the body, in bytes from 0
   * @param line the line from 1
   * @param column the byte in the line from 1
   */
  public ExpositionException(String problem, int offset, int line, int column) {
    super(problem + " (line " + line + ", column " + column + ")");
    this.problem = problem;
    this.offset = offset;
    this.line = line;
    this.column = column;
  }

  /**
   * A fault in a body that has no lines.
   *
   * @param problem what is wrong
   * @param offset where in the body, in bytes from 0
   */
  public ExpositionException(String problem, int offset) {
    super(problem + " (byte " + offset + ")");
    this.problem = problem;
    this.offset = offset;
    this.line = 0;
    this.column = 0;
  }

  /** Returns what is wrong, without the position. */
  public String problem() {
    return problem;
  }

  /** Returns the offending byte, from 0. */
  public int offset() {
    return offset;
  }

  /** Returns the line from 1, or 0 when the format has no lines. */
  public int line() {
    return line;
  }

  /** Returns the column in bytes from 1, or 0 when the format has no lines. */
  public int column() {
    return column;
  }
}
