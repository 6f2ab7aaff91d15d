// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.Span;
import org.jspecify.annotations.Nullable;

/**
 * The tokens with one of look-ahead, and the errors that a parser raises about them. The text is
 * cut no further than the parser looks, so that of two faults the first is told.
 */
final class TokenStream {

  private final String text;
  private final int levels;
  private final Lexer lexer;
  private @Nullable Token ahead;
  private int lastEnd;
  private int depth;
  private int aggregations;

  /**
   * The tokens of a text.
   *
   * @param levels how deeply the expression may nest
   */
  TokenStream(String text, int levels) {
    this.text = text;
    this.levels = levels;
    this.lexer = new Lexer(text);
  }

  String text() {
    return text;
  }

  Token peek() {
    Token token = ahead;
    if (token == null) {
      token = lexer.next();
      ahead = token;
    }
    return token;
  }

  TokenKind kind() {
    return peek().kind();
  }

  boolean is(TokenKind kind) {
    return kind() == kind;
  }

  /** Takes the current token. */
  Token take() {
    Token token = peek();
    lastEnd = token.end();
    ahead = null;
    return token;
  }

  /** Takes the current token when it is of a kind. */
  boolean accept(TokenKind kind) {
    if (is(kind)) {
      take();
      return true;
    }
    return false;
  }

  /** Takes the current token, which must be of a kind; the context is for the message. */
  Token expect(TokenKind kind, String context, String expected) {
    if (!is(kind)) {
      throw unexpected(context, expected);
    }
    return take();
  }

  /** Returns where the token that was taken last ends. */
  int lastEnd() {
    return lastEnd;
  }

  /** Enters a level of nesting. */
  void enter() {
    depth++;
    if (depth > levels) {
      throw new TooDeepException(text, peek().span(), levels);
    }
  }

  /** Leaves levels of nesting. */
  void leave(int count) {
    depth -= count;
  }

  /** Enters the arguments of an aggregation. */
  void enterAggregation() {
    aggregations++;
  }

  /** Leaves the arguments of an aggregation. */
  void leaveAggregation() {
    aggregations--;
  }

  /**
   * The current token cannot stand here. Without a context of its own an error inside an
   * aggregation's arguments is told as the aggregation's.
   */
  ParseException unexpected(String context, String expected) {
    StringBuilder reason = new StringBuilder("unexpected ").append(peek().description());
    String place = context.isEmpty() && aggregations > 0 ? "aggregation" : context;
    if (!place.isEmpty()) {
      reason.append(" in ").append(place);
    }
    if (!expected.isEmpty()) {
      reason.append(", expected ").append(expected);
    }
    return error(peek().span(), reason.toString());
  }

  ParseException error(Span span, String reason) {
    return new ParseException(text, span, reason);
  }

  /** Reads the value of a quoted text. */
  String unquote(Token token) {
    return Literals.unquote(token.text());
  }

  /** Reads the value of a number or duration. */
  double number(Token token) {
    try {
      return token.kind() == TokenKind.DURATION
          ? Literals.durationSeconds(token.text())
          : Literals.number(token.text());
    } catch (IllegalArgumentException e) {
      throw error(token.span(), String.valueOf(e.getMessage()));
    }
  }
}
