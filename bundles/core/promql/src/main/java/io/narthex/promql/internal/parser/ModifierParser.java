// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import io.narthex.promql.internal.ast.DurationNode;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.TimeShift.Anchor;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.parser.DurationParser.Place;
import java.util.Locale;

/** Reads what may follow an expression: brackets, offset, {@code @}, anchored and smoothed. */
final class ModifierParser {

  private final TokenStream tokens;
  private final ParserOptions options;
  private final DurationParser durations;

  ModifierParser(TokenStream tokens, ParserOptions options) {
    this.tokens = tokens;
    this.options = options;
    this.durations = new DurationParser(tokens, options);
  }

  /** Reads all that follows and returns the expression with it. */
  Expr apply(Expr expr) {
    Expr result = expr;
    int levels = 0;
    while (true) {
      switch (tokens.kind()) {
        case LEFT_BRACKET -> {
          result = range(result);
        }
        case OFFSET -> {
          result = offset(result);
        }
        case AT -> {
          result = at(result);
        }
        case ANCHORED -> {
          tokens.take();
          result = extend(result, Extension.ANCHORED);
        }
        case SMOOTHED -> {
          tokens.take();
          result = extend(result, Extension.SMOOTHED);
        }
        default -> {
          tokens.leave(levels);
          return result;
        }
      }
      tokens.enter();
      levels++;
    }
  }

  private Expr range(Expr expr) {
    Token open = tokens.take();
    DurationNode range = durations.positive(Place.RANGE);
    if (tokens.accept(TokenKind.COLON)) {
      DurationNode step = null;
      if (!tokens.is(TokenKind.RIGHT_BRACKET)) {
        step = durations.positive(Place.STEP);
      }
      tokens.expect(TokenKind.RIGHT_BRACKET, "subquery selector", "\"]\"");
      return new Subquery(expr, range, step, TimeShift.NONE, tokens.lastEnd());
    }
    tokens.expect(TokenKind.RIGHT_BRACKET, "subquery or range", "\":\" or \"]\"");
    Span brackets = new Span(open.start(), tokens.lastEnd());
    if (!(expr instanceof VectorSelector selector)) {
      throw tokens.error(brackets, "ranges only allowed for vector selectors");
    }
    if (selector.shift().hasOffset()) {
      throw tokens.error(brackets, "no offset modifiers allowed before range");
    }
    if (selector.shift().hasAt()) {
      throw tokens.error(brackets, "no @ modifiers allowed before range");
    }
    return new MatrixSelector(selector, range, tokens.lastEnd());
  }

  private Expr offset(Expr expr) {
    tokens.take();
    DurationNode offset = durations.offset();
    TimeShift shift = shift(expr);
    if (shift == null) {
      throw tokens.error(
          expr.span(),
          "offset modifier must be preceded by an instant vector selector or range vector"
              + " selector or a subquery");
    }
    if (shift.hasOffset()) {
      throw tokens.error(expr.span(), "offset may not be set multiple times");
    }
    return withShift(expr, shift.withOffset(offset));
  }

  private Expr at(Expr expr) {
    tokens.take();
    Token token = tokens.peek();
    TimeShift shift = shift(expr);
    if (token.kind() == TokenKind.START || token.kind() == TokenKind.FINISH) {
      tokens.take();
      tokens.expect(TokenKind.LEFT_PAREN, "@", "timestamp");
      tokens.expect(TokenKind.RIGHT_PAREN, "@", "timestamp");
      checkAt(expr, shift);
      Anchor anchor = token.kind() == TokenKind.START ? Anchor.START : Anchor.END;
      return withShift(expr, shift == null ? TimeShift.NONE : shift.withAnchor(anchor));
    }
    boolean negative = tokens.is(TokenKind.SUB);
    if (negative || tokens.is(TokenKind.ADD)) {
      tokens.take();
    }
    if (!tokens.is(TokenKind.NUMBER) && !tokens.is(TokenKind.DURATION)) {
      throw tokens.unexpected("@", "timestamp");
    }
    double seconds = tokens.number(tokens.take());
    if (negative) {
      seconds = -seconds;
    }
    if (!(seconds < 0x1p63 && seconds > -0x1p63)) {
      throw tokens.error(
          expr.span(), "timestamp out of bounds for @ modifier: " + decimal(seconds));
    }
    checkAt(expr, shift);
    // Half away from zero, as Go's math.Round.
    long ms = (long) (Math.signum(seconds) * Math.floor(Math.abs(seconds) * 1000 + 0.5));
    return withShift(expr, shift == null ? TimeShift.NONE : shift.withAt(ms));
  }

  private void checkAt(Expr expr, @org.jspecify.annotations.Nullable TimeShift shift) {
    if (shift == null) {
      throw tokens.error(
          expr.span(),
          "@ modifier must be preceded by an instant vector selector or range vector selector or a"
              + " subquery");
    }
    if (shift.hasAt()) {
      throw tokens.error(expr.span(), "@ <timestamp> may not be set multiple times");
    }
  }

  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return String.format(Locale.ROOT, "%f", new java.math.BigDecimal(value));
  }

  private Expr extend(Expr expr, Extension extension) {
    String name = extension.name().toLowerCase(Locale.ROOT);
    if (!options.extendedRangeSelectors()) {
      throw tokens.error(expr.span(), name + " modifier is experimental and not enabled");
    }
    return switch (expr) {
      case VectorSelector s -> s.withExtension(checked(s, extension, expr.span()));
      case MatrixSelector m ->
          new MatrixSelector(
              m.selector().withExtension(checked(m.selector(), extension, expr.span())),
              m.range(),
              m.end());
      case Subquery s ->
          throw tokens.error(expr.span(), name + " modifier is not supported for subqueries");
      default -> throw tokens.error(expr.span(), name + " modifier not implemented");
    };
  }

  private Extension checked(VectorSelector selector, Extension wanted, Span span) {
    if (selector.extension() != Extension.NONE && selector.extension() != wanted) {
      throw tokens.error(span, "anchored and smoothed modifiers cannot be used together");
    }
    return wanted;
  }

  private static @org.jspecify.annotations.Nullable TimeShift shift(Expr expr) {
    return switch (expr) {
      case VectorSelector s -> s.shift();
      case MatrixSelector m -> m.selector().shift();
      case Subquery s -> s.shift();
      default -> null;
    };
  }

  private Expr withShift(Expr expr, TimeShift shift) {
    int end = tokens.lastEnd();
    return switch (expr) {
      case VectorSelector s -> s.withShift(shift, end);
      case MatrixSelector m ->
          new MatrixSelector(
              m.selector().withShift(shift, m.selector().span().end()), m.range(), end);
      case Subquery s -> new Subquery(s.expr(), s.range(), s.step(), shift, end);
      default -> throw new IllegalStateException("no selector: " + expr);
    };
  }
}
