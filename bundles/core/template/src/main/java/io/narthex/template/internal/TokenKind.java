// SPDX-License-Identifier: Apache-2.0
package io.narthex.template.internal;

/** What a token is. */
enum TokenKind {
  TEXT,
  LEFT_DELIMITER,
  RIGHT_DELIMITER,
  SPACE,
  IDENTIFIER,
  KEYWORD,
  /** {@code .Name}. */
  FIELD,
  /** {@code $} or {@code $name}. */
  VARIABLE,
  DOT,
  NIL,
  BOOLEAN,
  NUMBER,
  CHARACTER,
  STRING,
  RAW_STRING,
  LEFT_PARENTHESIS,
  RIGHT_PARENTHESIS,
  PIPE,
  ASSIGN,
  DECLARE,
  /** A printable character that has no other meaning; commas among them. */
  OTHER,
  /** The text ends. */
  END,
  /** The text is no template; the token's text tells why. */
  ERROR
}
