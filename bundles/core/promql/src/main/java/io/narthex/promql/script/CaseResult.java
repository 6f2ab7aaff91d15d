// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

/**
 * What became of one {@code eval} command, or of a command that could not be carried out.
 *
 * @param file the script
 * @param line the command's line, from 1
 * @param expression the expression, or the command when there is none
 * @param passed whether all was as expected
 * @param expected what the script expects; empty when passed
 * @param got what was found instead; empty when passed
 */
public record CaseResult(
    String file, int line, String expression, boolean passed, String expected, String got) {

  /** Returns one line for a listing: file, line, expression, and for a failure both sides. */
  @Override
  public String toString() {
    String head = file + ":" + line + ": " + expression;
    return passed ? head + ": passed" : head + ": expected " + expected + ", got " + got;
  }
}
