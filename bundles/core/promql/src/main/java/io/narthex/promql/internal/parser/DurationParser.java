// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.DurationExpr;
import io.narthex.promql.internal.ast.DurationExpr.Op;
import io.narthex.promql.internal.ast.DurationNode;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Span;
import org.jspecify.annotations.Nullable;

/** Reads lengths of time: literals, and arithmetic over them with step() and range(). */
final class DurationParser {

  /** Seconds beyond which 64 bits of nanoseconds do not hold a duration. */
  private static final double LIMIT = 0x1p63 / 1e9;

  private static final int UNARY = 2;

  private static final String OPERAND = "number, duration, step(), or range()";

  /** Where a length of time stands, and what could stand there; messages name both. */
  enum Place {
    /** In brackets, ahead of a colon. */
    RANGE("subquery or range selector", OPERAND),
    /** Behind the colon in brackets. */
    STEP("subquery selector", "number, duration, step(), range(), or \"]\""),
    /** Behind {@code offset}. */
    OFFSET("offset", OPERAND);

    private final String context;
    private final String expected;

    Place(String context, String expected) {
      this.context = context;
      this.expected = expected;
    }
  }

  private final TokenStream tokens;
  private final ParserOptions options;

  DurationParser(TokenStream tokens, ParserOptions options) {
    this.tokens = tokens;
    this.options = options;
  }

  /** Reads what stands in brackets; must be greater than zero as far as that is known. */
  DurationNode positive(Place place) {
    DurationNode node = expression(0, place);
    if (node instanceof NumberLiteral n && n.value() <= 0) {
      throw tokens.error(n.span(), "duration must be greater than 0");
    }
    return node;
  }

  /**
   * Reads what stands behind {@code offset}: one operand with a sign, so that {@code a offset 1m +
   * b} adds two vectors. Behind parentheses or two signs an operator goes on with the duration, as
   * upstream has it.
   */
  DurationNode offset() {
    Token sign = tokens.peek();
    if (sign.kind() == TokenKind.LEFT_PAREN) {
      return expression(0, Place.OFFSET);
    }
    if (!isSign(sign)) {
      return inRange(operand(Place.OFFSET), null);
    }
    tokens.take();
    return isSign(tokens.peek())
        ? operators(signed(sign, expression(UNARY + 1, Place.OFFSET)), 0, Place.OFFSET)
        : signed(sign, operand(Place.OFFSET));
  }

  private DurationNode expression(int minPrecedence, Place place) {
    tokens.enter();
    Token sign = tokens.peek();
    DurationNode first;
    if (isSign(sign)) {
      tokens.take();
      first = signed(sign, expression(UNARY + 1, place));
    } else {
      first = inRange(operand(place), null);
    }
    DurationNode node = operators(first, minPrecedence, place);
    tokens.leave(1);
    return node;
  }

  /** Reads the operators that follow an operand, with their right sides. */
  private DurationNode operators(DurationNode first, int minPrecedence, Place place) {
    DurationNode left = first;
    int levels = 0;
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
      DurationNode right = expression(op == Op.POW ? precedence : precedence + 1, place);
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

  private static @Nullable Op operator(Token token) {
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

  private DurationNode operand(Place place) {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER, DURATION -> {
        tokens.take();
        return new NumberLiteral(
            tokens.number(token), token.kind() == TokenKind.DURATION, token.span());
      }
      case STEP, RANGE -> {
        tokens.take();
        expect(TokenKind.LEFT_PAREN, place);
        expect(TokenKind.RIGHT_PAREN, place);
        Span span = new Span(token.start(), tokens.lastEnd());
        experimental(span);
        Op op = token.kind() == TokenKind.STEP ? Op.STEP : Op.RANGE;
        return new DurationExpr(op, null, null, false, span);
      }
      case MIN_OF, MAX_OF -> {
        tokens.take();
        expect(TokenKind.LEFT_PAREN, place);
        DurationNode left = expression(0, place);
        expect(TokenKind.COMMA, place);
        DurationNode right = expression(0, place);
        expect(TokenKind.RIGHT_PAREN, place);
        Span span = new Span(token.start(), tokens.lastEnd());
        experimental(span);
        Op op = token.kind() == TokenKind.MIN_OF ? Op.MIN_OF : Op.MAX_OF;
        return new DurationExpr(op, left, right, false, span);
      }
      case LEFT_PAREN -> {
        tokens.take();
        DurationNode inner = expression(0, place);
        expect(TokenKind.RIGHT_PAREN, place);
        experimental(inner.span());
        Span span = new Span(token.start(), tokens.lastEnd());
        return wrap(inner, span);
      }
      default -> throw tokens.unexpected(place.context, place.expected);
    }
  }

  private void expect(TokenKind kind, Place place) {
    tokens.expect(kind, place.context, place.expected);
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
      case NumberLiteral n -> inRange(n.withSign(negative, sign.start()), sign);
      case DurationExpr e ->
          negative
              ? new DurationExpr(Op.SUB, null, e, false, new Span(sign.start(), e.span().end()))
              : e;
    };
  }

  /** Returns a length, which must be one that fits; the sign, if any, is what is blamed. */
  private DurationNode inRange(DurationNode node, @Nullable Token sign) {
    if (node instanceof NumberLiteral n && !(Math.abs(n.value()) <= LIMIT)) {
      throw tokens.error(sign == null ? n.span() : sign.span(), "duration out of range");
    }
    return node;
  }

  private static boolean isSign(Token token) {
    return token.kind() == TokenKind.ADD || token.kind() == TokenKind.SUB;
  }

  private void experimental(Span span) {
    if (!options.durationExpressions()) {
      throw tokens.error(span, "experimental duration expression is not enabled");
    }
  }
}
