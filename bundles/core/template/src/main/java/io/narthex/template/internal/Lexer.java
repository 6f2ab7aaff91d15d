// SPDX-License-Identifier: Apache-2.0
package io.narthex.template.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a template into tokens, by the rules of Go's {@code text/template/parse}. */
final class Lexer {

  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final Set<String> KEYWORDS =
      Set.of(
          "block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int parentheses;

  private Lexer(String text) {
    this.text = text;
  }

  /** Returns the tokens; the last one is the end or an error. */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    while (lexer.outside()) {
      while (lexer.inside()) {
        continue;
      }
      if (lexer.ended()) {
        break;
      }
    }
    return lexer.tokens;
  }

  private boolean ended() {
    TokenKind last = tokens.getLast().kind();
    return last == TokenKind.END || last == TokenKind.ERROR;
  }

  /** Takes text and comments up to the next action; returns whether there is one. */
  private boolean outside() {
    while (true) {
      int left = text.indexOf(LEFT, at);
      int end = left < 0 ? text.length() : left;
      boolean trim =
          left >= 0
              && left + 3 < text.length()
              && text.charAt(left + 2) == '-'
              && isSpace(text.charAt(left + 3));
      int kept = end;
      while (trim && kept > at && isSpace(text.charAt(kept - 1))) {
        kept--;
      }
      if (kept > at) {
        tokens.add(new Token(TokenKind.TEXT, text.substring(at, kept), line));
      }
      advance(end);
      if (left < 0) {
        tokens.add(new Token(TokenKind.END, "", line));
        return false;
      }
      int begin = left + LEFT.length() + (trim ? 2 : 0);
      if (!text.startsWith("/*", begin)) {
        tokens.add(new Token(TokenKind.LEFT_DELIMITER, LEFT, line));
        advance(begin);
        parentheses = 0;
        return true;
      }
      if (!comment(begin)) {
        return false;
      }
    }
  }

  private boolean comment(int begin) {
    int close = text.indexOf("*/", begin + 2);
    if (close < 0) {
      return error("unclosed comment");
    }
    advance(close + 2);
    if (!atRight()) {
      return error("comment ends before closing delimiter");
    }
    closeAction();
    return true;
  }

  /** Returns whether an action ends here, with or without a trim marker. */
  private boolean atRight() {
    return text.startsWith(RIGHT, at) || atTrimmedRight();
  }

  private boolean atTrimmedRight() {
    return at + 1 < text.length()
        && isSpace(text.charAt(at))
        && text.charAt(at + 1) == '-'
        && text.startsWith(RIGHT, at + 2);
  }

  private void closeAction() {
    boolean trim = atTrimmedRight();
    advance(at + RIGHT.length() + (trim ? 2 : 0));
    while (trim && at < text.length() && isSpace(text.charAt(at))) {
      advance(at + 1);
    }
  }

  /** Takes one token of an action; returns whether the action goes on. */
  private boolean inside() {
    if (atRight()) {
      if (parentheses > 0) {
        return error("unclosed left paren");
      }
      tokens.add(new Token(TokenKind.RIGHT_DELIMITER, RIGHT, line));
      closeAction();
      return false;
    }
    if (at >= text.length()) {
      return error("unclosed action");
    }
    int c = text.codePointAt(at);
    return switch (c) {
      case ' ', '\t', '\r', '\n' -> space();
      case '=' -> emit(TokenKind.ASSIGN, at + 1);
      case ':' ->
          text.startsWith(":=", at) ? emit(TokenKind.DECLARE, at + 2) : error("expected :=");
      case '|' -> emit(TokenKind.PIPE, at + 1);
      case '"' -> quoted('"', TokenKind.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', TokenKind.CHARACTER, "unterminated character constant");
      case '`' -> raw();
      case '$' -> name(TokenKind.VARIABLE, TokenKind.VARIABLE);
      case '.' ->
          at + 1 < text.length() && isDigit(text.charAt(at + 1))
              ? number()
              : name(TokenKind.FIELD, TokenKind.DOT);
      case '(' -> {
        parentheses++;
        yield emit(TokenKind.LEFT_PARENTHESIS, at + 1);
      }
      case ')' -> {
        parentheses--;
        yield parentheses < 0
            ? error("unexpected right paren")
            : emit(TokenKind.RIGHT_PARENTHESIS, at + 1);
      }
      default -> other(c);
    };
  }

  private boolean other(int c) {
    if (c == '+' || c == '-' || isDigit(c)) {
      return number();
    }
    if (isAlphanumeric(c)) {
      return identifier();
    }
    if (c > ' ' && c < 0x7f) {
      return emit(TokenKind.OTHER, at + 1);
    }
    return error("unrecognized character in action: " + shown(c));
  }

  private boolean space() {
    int end = at;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    // The last space before a minus belongs to the trim marker of the delimiter.
    if (text.startsWith("-" + RIGHT, end)) {
      end--;
    }
    return end == at || emit(TokenKind.SPACE, end);
  }

  private boolean identifier() {
    int end = at;
    while (end < text.length() && isAlphanumeric(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    if (!isTerminated(end)) {
      return badCharacter(end);
    }
    String word = text.substring(at, end);
    TokenKind kind =
        switch (word) {
          case "true", "false" -> TokenKind.BOOLEAN;
          case "nil" -> TokenKind.NIL;
          default -> KEYWORDS.contains(word) ? TokenKind.KEYWORD : TokenKind.IDENTIFIER;
        };
    return emit(kind, end);
  }

  /** A dot or dollar sign with a name behind it, or alone. */
  private boolean name(TokenKind kind, TokenKind alone) {
    int end = at + 1;
    if (isTerminated(end)) {
      return emit(alone, end);
    }
    while (end < text.length() && isAlphanumeric(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return isTerminated(end) ? emit(kind, end) : badCharacter(end);
  }

  private boolean number() {
    int end = at + 1;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      boolean exponentSign = (c == '+' || c == '-') && "eEpP".indexOf(text.charAt(end - 1)) >= 0;
      if (!isAlphanumeric(c) && c != '.' && !exponentSign) {
        break;
      }
      end += Character.charCount(c);
    }
    String number = text.substring(at, end);
    return Literals.isNumber(number)
        ? emit(TokenKind.NUMBER, end)
        : error("bad number syntax: " + Token.quote(number));
  }

  private boolean quoted(char quote, TokenKind kind, String problem) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '\n') {
      char c = text.charAt(end++);
      if (c == quote) {
        return emit(kind, end);
      }
      if (c == '\\' && end < text.length() && text.charAt(end) != '\n') {
        end++;
      }
    }
    return error(problem);
  }

  private boolean raw() {
    int end = text.indexOf('`', at + 1);
    return end < 0 ? error("unterminated raw quoted string") : emit(TokenKind.RAW_STRING, end + 1);
  }

  private boolean badCharacter(int end) {
    return error("bad character " + shown(text.codePointAt(end)));
  }

  /** Whether what stands at a place may follow a name. */
  private boolean isTerminated(int end) {
    if (end >= text.length()) {
      return true;
    }
    char c = text.charAt(end);
    return isSpace(c) || ".,|:()".indexOf(c) >= 0 || text.startsWith(RIGHT, end);
  }

  private boolean emit(TokenKind kind, int end) {
    tokens.add(new Token(kind, text.substring(at, end), line));
    advance(end);
    return true;
  }

  private boolean error(String problem) {
    tokens.add(new Token(TokenKind.ERROR, problem, line));
    return false;
  }

  private void advance(int end) {
    for (int i = at; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    at = end;
  }

  private static String shown(int c) {
    return "U+%04X '%s'".formatted(c, Character.toString(c));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphanumeric(int c) {
    return c == '_' || Character.isLetter(c) || Character.isDigit(c);
  }
}
