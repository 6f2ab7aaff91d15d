// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Span;

/**
 * Cuts the text into tokens, one at a time. What a character means depends on where it stands:
 * inside braces words are label names, inside brackets only lengths of time are expected.
 */
final class Lexer {

  private enum State {
    STATEMENT,
    BRACES,
    DURATION
  }

  private static final int EOF = -1;
  private static final int INVALID = 0xFFFD;

  private final String text;
  private State state = State.STATEMENT;
  private int pos;
  private int start;
  private int parenDepth;
  private boolean bracketOpen;
  private boolean gotColon;
  private boolean gotDuration;

  Lexer(String text) {
    this.text = text;
  }

  /** Returns the next token; {@link TokenKind#END} at the end, as often as asked. */
  Token next() {
    while (true) {
      skipSpaces();
      start = pos;
      if (state != State.DURATION && peek() == '#') {
        while (peek() != EOF && peek() != '\n' && peek() != '\r') {
          pos++;
        }
        continue;
      }
      return switch (state) {
        case STATEMENT -> statement();
        case BRACES -> insideBraces();
        case DURATION -> durationExpression();
      };
    }
  }

  private Token statement() {
    int c = read();
    switch (c) {
      case EOF -> {
        if (parenDepth != 0) {
          throw error("unclosed left parenthesis");
        }
        if (bracketOpen) {
          throw error("unclosed left bracket");
        }
        return new Token(TokenKind.END, text.length(), "");
      }
      case ',' -> {
        return token(TokenKind.COMMA);
      }
      case '*' -> {
        return token(TokenKind.MUL);
      }
      case '/' -> {
        return token(TokenKind.DIV);
      }
      case '%' -> {
        return token(TokenKind.MOD);
      }
      case '+' -> {
        return token(TokenKind.ADD);
      }
      case '-' -> {
        return token(TokenKind.SUB);
      }
      case '^' -> {
        return token(TokenKind.POW);
      }
      case '@' -> {
        return token(TokenKind.AT);
      }
      case '=' -> {
        if (peek() == '~') {
          throw error("unexpected character after '=': '~'");
        }
        return accept('=') ? token(TokenKind.EQUAL) : token(TokenKind.ASSIGN);
      }
      case '!' -> {
        int after = read();
        if (after != '=') {
          throw error("unexpected character after '!': " + GoText.quoteChar(after));
        }
        return token(TokenKind.NOT_EQUAL);
      }
      case '<' -> {
        if (accept('=')) {
          return token(TokenKind.LESS_EQUAL);
        }
        return accept('/') ? token(TokenKind.TRIM_UPPER) : token(TokenKind.LESS);
      }
      case '>' -> {
        if (accept('=')) {
          return token(TokenKind.GREATER_EQUAL);
        }
        return accept('/') ? token(TokenKind.TRIM_LOWER) : token(TokenKind.GREATER);
      }
      case '"', '\'', '`' -> {
        return string(c);
      }
      case '(' -> {
        parenDepth++;
        return token(TokenKind.LEFT_PAREN);
      }
      case ')' -> {
        return rightParen();
      }
      case '{' -> {
        state = State.BRACES;
        return token(TokenKind.LEFT_BRACE);
      }
      case '[' -> {
        if (bracketOpen) {
          throw error("unexpected left bracket '['");
        }
        gotColon = false;
        bracketOpen = true;
        state = State.DURATION;
        return token(TokenKind.LEFT_BRACKET);
      }
      case ']' -> {
        if (!bracketOpen) {
          throw error("unexpected right bracket ']'");
        }
        bracketOpen = false;
        return token(TokenKind.RIGHT_BRACKET);
      }
      default -> {
        return word(c);
      }
    }
  }

  /** The rest of the characters outside braces: numbers and words. */
  private Token word(int c) {
    if (isDigit(c) || (c == '.' && isDigit(peek()))) {
      pos--;
      return numberOrDuration();
    }
    if (!isLetter(c) && c != ':') {
      throw error("unexpected character: " + GoText.quoteChar(c));
    }
    if (!bracketOpen) {
      return keywordOrIdentifier();
    }
    if (c == ':') {
      if (gotColon) {
        throw error("unexpected colon ':'");
      }
      gotColon = true;
      return token(TokenKind.COLON);
    }
    Token keyword = durationKeyword(c);
    if (keyword != null) {
      return keyword;
    }
    throw error("unexpected character: " + GoText.quoteChar(c) + ", expected ':'");
  }

  private Token rightParen() {
    parenDepth--;
    if (parenDepth < 0) {
      throw errorBehind("unexpected right parenthesis ')'");
    }
    return token(TokenKind.RIGHT_PAREN);
  }

  private Token insideBraces() {
    int c = read();
    switch (c) {
      case EOF -> throw error("unexpected end of input inside braces");
      case ',' -> {
        return token(TokenKind.COMMA);
      }
      case '"', '\'', '`' -> {
        return string(c);
      }
      case '=' -> {
        return accept('~') ? token(TokenKind.REGEX_MATCH) : token(TokenKind.ASSIGN);
      }
      case '!' -> {
        int after = read();
        return switch (after) {
          case '~' -> token(TokenKind.REGEX_NO_MATCH);
          case '=' -> token(TokenKind.NOT_EQUAL);
          default ->
              throw error(
                  "unexpected character after '!' inside braces: " + GoText.quoteChar(after));
        };
      }
      case '{' -> throw error("unexpected left brace '{'");
      case '}' -> {
        state = State.STATEMENT;
        return token(TokenKind.RIGHT_BRACE);
      }
      default -> {
        if (!isLetter(c)) {
          throw error("unexpected character inside braces: " + GoText.quoteChar(c));
        }
        while (isLetter(peek()) || isDigit(peek())) {
          pos++;
        }
        return token(TokenKind.IDENTIFIER);
      }
    }
  }

  private Token durationExpression() {
    int c = read();
    switch (c) {
      case EOF -> throw error("unexpected end of input in duration expression");
      case ']' -> {
        bracketOpen = false;
        gotColon = false;
        state = State.STATEMENT;
        return token(TokenKind.RIGHT_BRACKET);
      }
      case ':' -> {
        if (!gotDuration) {
          throw errorBehind("unexpected colon before duration in duration expression");
        }
        if (gotColon) {
          throw errorBehind("unexpected repeated colon in duration expression");
        }
        gotColon = true;
        return token(TokenKind.COLON);
      }
      case '(' -> {
        parenDepth++;
        return token(TokenKind.LEFT_PAREN);
      }
      case ')' -> {
        return rightParen();
      }
      case '+' -> {
        return token(TokenKind.ADD);
      }
      case '-' -> {
        return token(TokenKind.SUB);
      }
      case '*' -> {
        return token(TokenKind.MUL);
      }
      case '/' -> {
        return token(TokenKind.DIV);
      }
      case '%' -> {
        return token(TokenKind.MOD);
      }
      case '^' -> {
        return token(TokenKind.POW);
      }
      case ',' -> {
        return token(TokenKind.COMMA);
      }
      default -> {
        if (isDigit(c) || (c == '.' && isDigit(peek()))) {
          pos--;
          gotDuration = true;
          state = State.STATEMENT;
          return numberOrDuration();
        }
        Token keyword = durationKeyword(c);
        if (keyword == null) {
          throw error("unexpected character in duration expression: " + GoText.quoteChar(c));
        }
        return keyword;
      }
    }
  }

  /** Reads step, range, min_of or max_of, whose first letter has been read. */
  private @org.jspecify.annotations.Nullable Token durationKeyword(int first) {
    if ("srmSRM".indexOf(first) < 0) {
      return null;
    }
    while (isLetter(peek())) {
      pos++;
    }
    TokenKind kind = TokenKind.ofWord(text.substring(start, pos));
    return switch (kind) {
      case STEP, RANGE, MIN_OF, MAX_OF -> token(kind);
      case null, default -> null;
    };
  }

  private Token keywordOrIdentifier() {
    while (isLetter(peek()) || isDigit(peek()) || peek() == ':') {
      pos++;
    }
    String word = text.substring(start, pos);
    TokenKind kind = TokenKind.ofWord(word);
    boolean fill =
        kind == TokenKind.FILL || kind == TokenKind.FILL_LEFT || kind == TokenKind.FILL_RIGHT;
    if (fill && !parenFollows()) {
      // These became words later than the others: metrics of that name must go on working.
      return token(TokenKind.IDENTIFIER);
    }
    if (kind != null) {
      return token(kind);
    }
    return token(word.indexOf(':') < 0 ? TokenKind.IDENTIFIER : TokenKind.METRIC_IDENTIFIER);
  }

  private boolean parenFollows() {
    int i = pos;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i < text.length() && text.charAt(i) == '(';
  }

  private Token numberOrDuration() {
    NumberScanner scanner = new NumberScanner(text, pos);
    boolean number = scanner.number();
    pos = scanner.position();
    if (number) {
      return token(TokenKind.NUMBER);
    }
    boolean duration = scanner.restOfDuration();
    pos = scanner.position();
    if (duration) {
      return token(TokenKind.DURATION);
    }
    throw error("bad number or duration syntax: " + GoText.quote(text.substring(start, pos)));
  }

  private Token string(int quote) {
    while (true) {
      int c = read();
      if (c == INVALID) {
        throw error("invalid UTF-8 rune");
      }
      if (c == quote) {
        return token(TokenKind.STRING);
      }
      if (quote == '`') {
        if (c == EOF) {
          throw error("unterminated raw string");
        }
      } else if (c == EOF || c == '\n') {
        throw error("unterminated quoted string");
      } else if (c == '\\') {
        escape(quote);
      }
    }
  }

  private void escape(int quote) {
    int c = read();
    int digits;
    int base = 16;
    long max = Character.MAX_CODE_POINT;
    switch (c) {
      case 'a', 'b', 'f', 'n', 'r', 't', 'v', '\\' -> {
        return;
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        digits = 3;
        base = 8;
        max = 255;
      }
      case 'x' -> {
        digits = 2;
        max = 255;
        c = read();
      }
      case 'u' -> {
        digits = 4;
        c = read();
      }
      case 'U' -> {
        digits = 8;
        c = read();
      }
      case EOF -> throw error("escape sequence not terminated");
      default -> {
        if (c == quote) {
          return;
        }
        throw error("unknown escape sequence " + unicode(c));
      }
    }
    long value = 0;
    while (digits > 0) {
      int d = c == EOF || c > 'f' ? -1 : Character.digit(c, base);
      if (d < 0) {
        throw error(
            c == EOF
                ? "escape sequence not terminated"
                : "illegal character " + unicode(c) + " in escape sequence");
      }
      value = value * base + d;
      digits--;
      if (digits > 0) {
        c = read();
      }
    }
    if (value > max || (value >= 0xD800 && value < 0xE000)) {
      throw error("escape sequence is an invalid Unicode code point");
    }
  }

  private static String unicode(int c) {
    String code = String.format("U+%04X", c);
    return GoText.isPrintable(c) ? code + " '" + Character.toString(c) + "'" : code;
  }

  private Token token(TokenKind kind) {
    return new Token(kind, start, text.substring(start, pos));
  }

  private ParseException error(String reason) {
    return new ParseException(text, new Span(start, text.length()), reason);
  }

  /** An error that upstream places behind the character rather than on it. */
  private ParseException errorBehind(String reason) {
    return new ParseException(text, new Span(pos, text.length()), reason);
  }

  private void skipSpaces() {
    while (pos < text.length() && isSpace(text.charAt(pos))) {
      pos++;
    }
  }

  private boolean accept(char c) {
    if (peek() == c) {
      pos++;
      return true;
    }
    return false;
  }

  private int peek() {
    return pos < text.length() ? text.charAt(pos) : EOF;
  }

  /** Reads a code point; a surrogate that stands alone reads as the replacement character. */
  private int read() {
    if (pos >= text.length()) {
      return EOF;
    }
    int c = text.codePointAt(pos);
    pos += Character.charCount(c);
    return c >= 0xD800 && c < 0xE000 ? INVALID : c;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
