// SPDX-License-Identifier: Apache-2.0
package io.narthex.template.internal;

/**
 * A piece of a template.
 *
 * @param kind what it is
 * @param text as it stands; of an error, what is wrong
 * @param line the line from 1
 */
record Token(TokenKind kind, String text, int line) {

  boolean isKeyword(String word) {
    return kind == TokenKind.KEYWORD && text.equals(word);
  }

  boolean isOther(String character) {
    return kind == TokenKind.OTHER && text.equals(character);
  }

  /** Returns the token as Go's messages have it. */
  String shown() {
    return switch (kind) {
      case END -> "EOF";
      case ERROR -> text;
      case KEYWORD, NIL, DOT -> "<" + text + ">";
      default ->
          text.codePointCount(0, text.length()) > 10
              ? quote(text.substring(0, text.offsetByCodePoints(0, 10))) + "..."
              : quote(text);
    };
  }

  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
