// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.DurationExpr;
import io.narthex.promql.internal.ast.DurationExpr.Op;
import io.narthex.promql.internal.ast.DurationNode;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Span;

/** Reads lengths of time: literals, and arithmetic over them with step() and range(). */
final class DurationParser {

  /** Seconds beyond which 64 bits of nanoseconds do not hold a duration. */
  private static final double LIMIT = 0x1p63 / 1e9;

  private static final int UNARY = 2;

  private final TokenStream tokens;
  private final ParserOptions options;

  DurationParser(TokenStream tokens, ParserOptions options) {
    this.tokens = tokens;
    this.options = options;
  }

  /** Reads what stands in brackets; must be greater than zero as far as that is known. */
  DurationNode positive() {
    DurationNode node = expression(0, "subquery or range selector");
    if (node instanceof NumberLiteral n && n.value() <= 0) {
      throw tokens.error(n.span(), "duration must be greater than 0");
    }
    return node;
  }

  /**
   * Reads what stands behind {@code offset}: one operand with a sign. Operators need parentheses,
   * since {@code a offset 1m + b} adds two vectors.
   */
  DurationNode offset() {
    Token sign = tokens.peek();
    if (sign.kind() == TokenKind.ADD || sign.kind() == TokenKind.SUB) {
      tokens.take();
      return signed(sign, operand("offset"));
    }
    return operand("offset");
  }

  private DurationNode expression(int minPrecedence, String context) {
    tokens.enter();
    DurationNode left;
    Token sign = tokens.peek();
    if (sign.kind() == TokenKind.ADD || sign.kind() == TokenKind.SUB) {
      tokens.take();
      left = signed(sign, expression(UNARY + 1, context));
    } else {
      left = operand(context);
    }
    int levels = 1;
    while (true) {
      Token token = tokens.peek();
      Op op = operator(token);
      int precedence = precedence(token);
      if (op == null || precedence < minPrecedence) {
        break;
      }
      experimental(left.span());
      tokens.take();
      tokens.enter();
      levels++;
      DurationNode right = expression(op == Op.POW ? precedence : precedence + 1, context);
      if (right instanceof NumberLiteral n && n.value() == 0) {
        if (op == Op.DIV) {
          throw tokens.error(token.span(), "division by zero");
        }
        if (op == Op.MOD) {
          throw tokens.error(token.span(), "modulo by zero");
        }
      }
      left = new DurationExpr(op, left, right, false, Span.between(left.span(), right.span()));
    }
    tokens.leave(levels);
    return left;
  }

  private static @org.jspecify.annotations.Nullable Op operator(Token token) {
    return switch (token.kind()) {
      case ADD -> Op.ADD;
      case SUB -> Op.SUB;
      case MUL -> Op.MUL;
      case DIV -> Op.DIV;
      case MOD -> Op.MOD;
      case POW -> Op.POW;
      default -> null;
    };
  }

  private static int precedence(Token token) {
    return switch (token.kind()) {
      case ADD, SUB -> 1;
      case MUL, DIV, MOD -> UNARY;
      case POW -> 3;
      default -> -1;
    };
  }

  private DurationNode operand(String context) {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER, DURATION -> {
        tokens.take();
        double value = tokens.number(token);
        checkRange(value, token.span());
        return new NumberLiteral(value, token.kind() == TokenKind.DURATION, token.span());
      }
      case STEP, RANGE -> {
        tokens.take();
        tokens.expect(TokenKind.LEFT_PAREN, context, "number, duration, step(), or range()");
        tokens.expect(TokenKind.RIGHT_PAREN, context, "\")\"");
        Span span = new Span(token.start(), tokens.lastEnd());
        experimental(span);
        Op op = token.kind() == TokenKind.STEP ? Op.STEP : Op.RANGE;
        return new DurationExpr(op, null, null, false, span);
      }
      case MIN_OF, MAX_OF -> {
        tokens.take();
        tokens.expect(TokenKind.LEFT_PAREN, context, "number, duration, step(), or range()");
        DurationNode left = expression(0, context);
        tokens.expect(TokenKind.COMMA, context, "\",\"");
        DurationNode right = expression(0, context);
        tokens.expect(TokenKind.RIGHT_PAREN, context, "\")\"");
        Span span = new Span(token.start(), tokens.lastEnd());
        experimental(span);
        Op op = token.kind() == TokenKind.MIN_OF ? Op.MIN_OF : Op.MAX_OF;
        return new DurationExpr(op, left, right, false, span);
      }
      case LEFT_PAREN -> {
        tokens.take();
        DurationNode inner = expression(0, context);
        tokens.expect(TokenKind.RIGHT_PAREN, context, "number, duration, step(), or range()");
        experimental(inner.span());
        Span span = new Span(token.start(), tokens.lastEnd());
        return wrap(inner, span);
      }
      default -> throw tokens.unexpected(context, "number, duration, step(), or range()");
    }
  }

  /** Puts a node in parentheses; a number becomes the operand of a plus to carry them. */
  private static DurationExpr wrap(DurationNode inner, Span span) {
    return switch (inner) {
      case DurationExpr e -> e.wrap();
      case NumberLiteral n -> new DurationExpr(Op.ADD, null, n, true, span);
    };
  }

  private DurationNode signed(Token sign, DurationNode operand) {
    boolean negative = sign.kind() == TokenKind.SUB;
    return switch (operand) {
      case NumberLiteral n -> {
        NumberLiteral literal = n.withSign(negative, sign.start());
        checkRange(literal.value(), sign.span());
        yield literal;
      }
      case DurationExpr e ->
          negative
              ? new DurationExpr(Op.SUB, null, e, false, new Span(sign.start(), e.span().end()))
              : e;
    };
  }

  private void checkRange(double seconds, Span span) {
    if (!(seconds <= LIMIT && seconds >= -LIMIT)) {
      throw tokens.error(span, "duration out of range");
    }
  }

  private void experimental(Span span) {
    if (!options.durationExpressions()) {
      throw tokens.error(span, "experimental duration expression is not enabled");
    }
  }
}
