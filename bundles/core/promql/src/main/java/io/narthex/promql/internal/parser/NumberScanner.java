// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

/** Finds the end of a number or of a duration. What it accepts need not be valid in full. */
final class NumberScanner {

  private static final String DECIMAL = "0123456789";
  private static final String HEX = "0123456789abcdefABCDEF";

  private final String text;
  private int pos;

  NumberScanner(String text, int pos) {
    this.text = text;
    this.pos = pos;
  }

  /** Returns where the scan stopped. */
  int position() {
    return pos;
  }

  /** Scans a number; returns false when what stands there is none, at the offending character. */
  boolean number() {
    final int begin = pos;
    String digits = DECIMAL;
    if (accept("0") && accept("xX")) {
      accept("_");
      digits = HEX;
    }
    accept(".");
    accept(digits);
    boolean dot = false;
    boolean exponent = false;
    while (is(digits + "._eE")) {
      if (is(".")) {
        if (dot) {
          pos++;
          return false;
        }
        pos++;
        dot = true;
        if (accept("_.") || digits.length() > DECIMAL.length()) {
          return false;
        }
      } else if (is("eE") && exponent) {
        pos++;
        return false;
      } else if (is("eE")) {
        // Also within hexadecimal numbers, where the letter is a digit: upstream takes it so.
        pos++;
        exponent = true;
        accept("+-");
        if (accept("._eE") || atEnd()) {
          return false;
        }
      } else if (accept("_")) {
        if (accept("._eE") || atEnd()) {
          return false;
        }
      } else {
        while (accept(digits)) {
          // Consume the run.
        }
      }
    }
    return pos != begin && !alphanumeric();
  }

  /** Scans on from the first number of a duration. */
  boolean restOfDuration() {
    if (!accept("smhdwy")) {
      return false;
    }
    accept("s");
    while (accept(DECIMAL)) {
      while (accept(DECIMAL)) {
        // Consume the run.
      }
      if (!accept("smhdw")) {
        return false;
      }
      accept("s");
    }
    if (alphanumeric()) {
      pos++;
      return false;
    }
    return true;
  }

  private boolean atEnd() {
    return pos >= text.length();
  }

  private boolean is(String set) {
    return !atEnd() && set.indexOf(text.charAt(pos)) >= 0;
  }

  private boolean accept(String set) {
    if (is(set)) {
      pos++;
      return true;
    }
    return false;
  }

  private boolean alphanumeric() {
    return !atEnd() && (Lexer.isLetter(text.charAt(pos)) || Lexer.isDigit(text.charAt(pos)));
  }
}
