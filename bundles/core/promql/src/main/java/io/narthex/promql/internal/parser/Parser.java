// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an expression by recursive descent, binary operators by precedence. A parser reads one text
 * and is used once.
 */
public final class Parser {

  private final TokenStream tokens;
  private final ParserOptions options;
  private final Function<String, @Nullable FunctionType> functions;
  private final SelectorParser selectors;
  private final ModifierParser modifiers;

  private Parser(
      String text,
      ParserOptions options,
      Function<String, @Nullable FunctionType> functions,
      int levels) {
    this.tokens = new TokenStream(text, levels);
    this.options = options;
    this.functions = functions;
    this.selectors = new SelectorParser(tokens);
    this.modifiers = new ModifierParser(tokens, options);
  }

  /**
   * Reads and checks an expression of at most {@link Nesting#USUAL} levels.
   *
   * @param functions finds a function by name
   * @throws ParseException when the text is no expression or its types do not fit
   */
  public static Expr parse(
      String text, ParserOptions options, Function<String, @Nullable FunctionType> functions) {
    return parse(text, options, functions, Nesting.USUAL);
  }

  /**
   * Reads and checks an expression.
   *
   * @param functions finds a function by name
   * @param levels how deeply it may nest; see {@link Nesting}
   * @throws ParseException when the text is no expression or its types do not fit
   */
  public static Expr parse(
      String text,
      ParserOptions options,
      Function<String, @Nullable FunctionType> functions,
      int levels) {
    Parser parser = new Parser(text, options, functions, levels);
    if (parser.tokens.is(TokenKind.END)) {
      throw new ParseException(text, Span.NONE, "no expression found in input");
    }
    Expr expr = parser.expression(0);
    if (!parser.tokens.is(TokenKind.END)) {
      throw parser.tokens.unexpected("", "");
    }
    return new TypeChecker(text).check(expr);
  }

  /**
   * Reads a selector without range or modifiers, as {@code match[]} has it. It may match the empty
   * text everywhere; the caller decides what that means.
   *
   * @throws ParseException when the text is no selector
   */
  public static List<Matcher> parseSelector(String text) {
    Parser parser = new Parser(text, ParserOptions.ALL, name -> null, 1);
    VectorSelector selector = parser.selectors.selector();
    if (!parser.tokens.is(TokenKind.END)) {
      throw parser.tokens.unexpected("", "");
    }
    return selector.matchers();
  }

  /** Returns whether a call of a function with this name can be written. */
  public static boolean isFunctionName(String name) {
    try {
      TokenStream tokens = new TokenStream(name, 1);
      Token word = tokens.take();
      return word.kind() == TokenKind.IDENTIFIER
          && tokens.is(TokenKind.END)
          && word.text().equals(name);
    } catch (ParseException e) {
      return false;
    }
  }

  private Expr expression(int minPrecedence) {
    tokens.enter();
    Expr left = unary();
    int levels = 1;
    while (true) {
      BinaryOp op = tokens.kind().binary();
      if (op == null || op.precedence() < minPrecedence) {
        break;
      }
      tokens.take();
      // Each operator deepens the tree on its left, which the recursion does not show.
      tokens.enter();
      levels++;
      boolean returnBool = tokens.accept(TokenKind.BOOL);
      Matching matching = matching();
      Expr right = expression(op.rightAssociative() ? op.precedence() : op.precedence() + 1);
      Binary binary = new Binary(op, left, right, matching, returnBool);
      if (matching.fills() && !options.fillModifiers()) {
        throw tokens.error(binary.span(), "binop fill modifiers are experimental and not enabled");
      }
      left = binary;
    }
    tokens.leave(levels);
    return left;
  }

  private Matching matching() {
    boolean on = tokens.is(TokenKind.ON);
    List<String> labels = List.of();
    List<String> include = List.of();
    Matching.Cardinality cardinality = Matching.Cardinality.ONE_TO_ONE;
    if (on || tokens.is(TokenKind.IGNORING)) {
      tokens.take();
      labels = selectors.labels();
      boolean left = tokens.is(TokenKind.GROUP_LEFT);
      if (left || tokens.is(TokenKind.GROUP_RIGHT)) {
        tokens.take();
        cardinality = left ? Matching.Cardinality.MANY_TO_ONE : Matching.Cardinality.ONE_TO_MANY;
        if (tokens.is(TokenKind.LEFT_PAREN) || !startsExpression()) {
          include = selectors.labels();
        }
      }
    }
    Double fillLeft = null;
    Double fillRight = null;
    if (tokens.accept(TokenKind.FILL)) {
      fillLeft = fillValue();
      fillRight = fillLeft;
    } else if (tokens.accept(TokenKind.FILL_LEFT)) {
      fillLeft = fillValue();
      if (tokens.accept(TokenKind.FILL_RIGHT)) {
        fillRight = fillValue();
      }
    } else if (tokens.accept(TokenKind.FILL_RIGHT)) {
      fillRight = fillValue();
      if (tokens.accept(TokenKind.FILL_LEFT)) {
        fillLeft = fillValue();
      }
    }
    return new Matching(cardinality, on, labels, include, fillLeft, fillRight);
  }

  private Double fillValue() {
    tokens.expect(TokenKind.LEFT_PAREN, "", "");
    boolean negative = tokens.is(TokenKind.SUB);
    if (negative || tokens.is(TokenKind.ADD)) {
      tokens.take();
    }
    if (!tokens.is(TokenKind.NUMBER) && !tokens.is(TokenKind.DURATION)) {
      throw tokens.unexpected("", "");
    }
    double value = tokens.number(tokens.take());
    tokens.expect(TokenKind.RIGHT_PAREN, "", "");
    return negative ? -value : value;
  }

  private Expr unary() {
    Token sign = tokens.peek();
    if (sign.kind() != TokenKind.ADD && sign.kind() != TokenKind.SUB) {
      return modifiers.apply(primary());
    }
    tokens.take();
    boolean negative = sign.kind() == TokenKind.SUB;
    // Binds like a multiplication: -2^2 is -(2^2), and -a*b is (-a)*b.
    Expr operand = expression(BinaryOp.UNARY_PRECEDENCE + 1);
    if (operand instanceof NumberLiteral n) {
      return n.withSign(negative, sign.start());
    }
    return new Unary(negative, operand, sign.start());
  }

  private Expr primary() {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER, DURATION -> {
        tokens.take();
        return new NumberLiteral(
            tokens.number(token), token.kind() == TokenKind.DURATION, token.span());
      }
      case STRING -> {
        tokens.take();
        return new StringLiteral(tokens.unquote(token), token.span());
      }
      case LEFT_PAREN -> {
        tokens.take();
        Expr inner = expression(0);
        tokens.expect(TokenKind.RIGHT_PAREN, "", "");
        return new Paren(inner, new Span(token.start(), tokens.lastEnd()));
      }
      default -> {
        return named(token);
      }
    }
  }

  /** What starts with a word or a brace: aggregations, calls, selectors. */
  private Expr named(Token token) {
    AggregateOp aggregate = token.kind().aggregate();
    if (!token.kind().isMetricName()) {
      return selectors.selector();
    }
    tokens.take();
    boolean paren = tokens.is(TokenKind.LEFT_PAREN);
    if (aggregate != null && (paren || tokens.is(TokenKind.BY) || tokens.is(TokenKind.WITHOUT))) {
      return aggregate(token, aggregate);
    }
    boolean callable =
        token.kind() == TokenKind.IDENTIFIER
            || token.kind().group() == TokenKind.Group.PREPROCESSOR;
    return paren && callable ? call(token) : selectors.selector(token, token.text());
  }

  private Call call(Token name) {
    List<Expr> args = arguments();
    FunctionType function = functions.apply(name.text());
    if (function == null) {
      throw tokens.error(name.span(), "unknown function with name " + GoText.quote(name.text()));
    }
    if (function.experimental() && !options.experimentalFunctions()) {
      throw tokens.error(name.span(), "function " + GoText.quote(name.text()) + " is not enabled");
    }
    return new Call(function, args, new Span(name.start(), tokens.lastEnd()));
  }

  private List<Expr> arguments() {
    tokens.expect(TokenKind.LEFT_PAREN, "", "");
    List<Expr> args = new ArrayList<>();
    if (tokens.accept(TokenKind.RIGHT_PAREN)) {
      return args;
    }
    while (true) {
      args.add(expression(0));
      if (tokens.accept(TokenKind.RIGHT_PAREN)) {
        return args;
      }
      Token comma = tokens.expect(TokenKind.COMMA, "", "");
      if (!startsExpression()) {
        throw tokens.error(comma.span(), "trailing commas not allowed in function call args");
      }
    }
  }

  private boolean startsExpression() {
    return switch (tokens.kind()) {
      case NUMBER, DURATION, STRING, LEFT_PAREN, LEFT_BRACE, ADD, SUB -> true;
      default -> tokens.kind().isMetricName();
    };
  }

  private Aggregate aggregate(Token name, AggregateOp op) {
    boolean grouped = tokens.is(TokenKind.BY) || tokens.is(TokenKind.WITHOUT);
    boolean without = false;
    List<String> labels = List.of();
    if (grouped) {
      without = tokens.take().kind() == TokenKind.WITHOUT;
      labels = selectors.labels();
      if (!tokens.is(TokenKind.LEFT_PAREN)) {
        throw tokens.unexpected("aggregation", "");
      }
    }
    tokens.enterAggregation();
    List<Expr> args = arguments();
    tokens.leaveAggregation();
    if (!grouped && (tokens.is(TokenKind.BY) || tokens.is(TokenKind.WITHOUT))) {
      without = tokens.take().kind() == TokenKind.WITHOUT;
      labels = selectors.labels();
    }
    Span span = new Span(name.start(), tokens.lastEnd());
    if (args.isEmpty()) {
      throw tokens.error(span, "no arguments for aggregate expression provided");
    }
    ValueType param = op.param();
    if (op.experimental() && !options.experimentalFunctions()) {
      throw tokens.error(
          span,
          op.text()
              + "() is experimental and must be enabled with"
              + " --enable-feature=promql-experimental-functions");
    }
    int wanted = param == null ? 1 : 2;
    if (args.size() != wanted) {
      throw tokens.error(
          span,
          "wrong number of arguments for aggregate expression provided, expected "
              + wanted
              + ", got "
              + args.size());
    }
    return new Aggregate(
        op,
        Objects.requireNonNull(args.get(wanted - 1)),
        param == null ? null : args.getFirst(),
        labels,
        without,
        span);
  }
}
