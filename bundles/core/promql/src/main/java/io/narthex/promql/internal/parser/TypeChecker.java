// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import com.google.re2j.Pattern;
import io.narthex.config.relabel.RegexCost;
import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.FunctionType;
import io.narthex.promql.internal.ast.GoText;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Matching.Cardinality;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that types fit, and settles what depends on them: the matching of set operators, and that
 * operations with scalars have none.
 */
final class TypeChecker {

  private final String text;

  TypeChecker(String text) {
    this.text = text;
  }

  /** Returns the checked tree. */
  Expr check(Expr expr) {
    return switch (expr) {
      case Aggregate a -> aggregate(a);
      case Binary b -> binary(b);
      case Call c -> call(c);
      case MatrixSelector m ->
          new MatrixSelector(selector(m.selector(), false), m.range(), m.end());
      case VectorSelector v -> selector(v, false);
      case Paren p -> new Paren(check(p.expr()), p.span());
      case Unary u -> unary(u);
      case Subquery s -> subquery(s);
      case NumberLiteral n -> n;
      case StringLiteral s -> s;
    };
  }

  private Aggregate aggregate(Aggregate a) {
    Expr inner = expect(a.expr(), ValueType.VECTOR, "aggregation expression");
    Expr param = a.param();
    ValueType wanted = a.op().param();
    if (param != null && wanted != null) {
      param = expect(param, wanted, "aggregation parameter");
    }
    return new Aggregate(a.op(), inner, param, a.grouping(), a.without(), a.span());
  }

  private Expr expect(Expr expr, ValueType wanted, String context) {
    Expr checked = check(expr);
    if (checked.type() != wanted) {
      throw error(
          expr.span(),
          "expected type "
              + wanted.documented()
              + " in "
              + context
              + ", got "
              + checked.type().documented());
    }
    return checked;
  }

  private Unary unary(Unary u) {
    Expr inner = check(u.expr());
    ValueType type = inner.type();
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      throw error(
          u.span(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + GoText.quote(type.documented()));
    }
    return new Unary(u.negative(), inner, u.start());
  }

  private Subquery subquery(Subquery s) {
    Expr inner = check(s.expr());
    if (inner.type() != ValueType.VECTOR) {
      throw error(
          s.span(),
          "subquery is only allowed on instant vector, got " + inner.type().text() + " instead");
    }
    return new Subquery(inner, s.range(), s.step(), s.shift(), s.end());
  }

  private Binary binary(Binary b) {
    Expr left = check(b.left());
    Expr right = check(b.right());
    Matching matching = b.matching() == null ? Matching.DEFAULT : b.matching();
    ValueType lt = left.type();
    ValueType rt = right.type();
    boolean set = b.op().isSet();
    if (b.returnBool() && !b.op().isComparison()) {
      throw error(operator(b), "bool modifier can only be used on comparison operators");
    }
    if (b.op().isComparison()
        && !b.returnBool()
        && lt == ValueType.SCALAR
        && rt == ValueType.SCALAR) {
      throw error(operator(b), "comparisons between scalars must use BOOL modifier");
    }
    if (set && matching.cardinality() == Cardinality.ONE_TO_ONE) {
      matching = matching.withCardinality(Cardinality.MANY_TO_MANY);
    }
    if (matching.on()) {
      for (String label : matching.labels()) {
        if (matching.include().contains(label)) {
          throw error(
              operator(b),
              "label " + GoText.quote(label) + " must not occur in ON and GROUP clause at once");
        }
      }
    }
    String operands = "binary expression must contain only scalar and instant vector types";
    if (lt != ValueType.SCALAR && lt != ValueType.VECTOR) {
      throw error(left.span(), operands);
    }
    if (rt != ValueType.SCALAR && rt != ValueType.VECTOR) {
      throw error(right.span(), operands);
    }
    boolean vectors = lt == ValueType.VECTOR && rt == ValueType.VECTOR;
    if (vectors) {
      if (set) {
        checkSet(b, matching);
      }
      return new Binary(b.op(), left, right, matching, b.returnBool());
    }
    if (!matching.labels().isEmpty()) {
      throw error(b.span(), "vector matching only allowed between instant vectors");
    }
    if (matching.fills()) {
      throw error(b.span(), "filling in missing series only allowed between instant vectors");
    }
    if (set) {
      throw error(
          b.span(),
          "set operator "
              + GoText.quote(b.op().text())
              + " not allowed in binary scalar expression");
    }
    return new Binary(b.op(), left, right, null, b.returnBool());
  }

  private void checkSet(Binary b, Matching matching) {
    if (matching.cardinality() != Cardinality.MANY_TO_MANY) {
      throw error(
          b.span(), "no grouping allowed for " + GoText.quote(b.op().text()) + " operation");
    }
    if (matching.fills()) {
      throw error(b.span(), "filling in missing series not allowed for set operators");
    }
  }

  /** The stretch between the operands, without space around it. */
  private Span operator(Binary b) {
    int start = Math.min(b.left().span().end(), text.length() - 1);
    while (start < text.length() - 1 && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return new Span(start, Math.max(start, b.right().span().start()));
  }

  private Call call(Call c) {
    FunctionType f = c.function();
    checkCount(c);
    List<Expr> args = c.args();
    boolean info = f.name().equals("info") && args.size() > 1;
    if (info) {
      checkInfoSelector(c);
    }
    List<Expr> checked = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      Expr arg = args.get(i);
      Expr result =
          info && i == 1 && arg instanceof VectorSelector v ? selector(v, true) : check(arg);
      ValueType wanted = f.args().get(Math.min(i, f.args().size() - 1));
      if (result.type() != wanted) {
        throw error(
            arg.span(),
            "expected type "
                + wanted.documented()
                + " in call to function "
                + GoText.quote(f.name())
                + ", got "
                + result.type().documented());
      }
      checked.add(result);
    }
    return new Call(f, checked, c.span());
  }

  private void checkCount(Call c) {
    FunctionType f = c.function();
    int given = c.args().size();
    int declared = f.args().size();
    String tail = " argument(s) in call to " + GoText.quote(f.name()) + ", got " + given;
    if (f.variadic() == 0) {
      if (given != declared) {
        throw error(c.span(), "expected " + declared + tail);
      }
      return;
    }
    int least = declared - 1;
    if (given < least) {
      throw error(c.span(), "expected at least " + least + tail);
    }
    if (f.variadic() > 0 && given > least + f.variadic()) {
      throw error(c.span(), "expected at most " + (least + f.variadic()) + tail);
    }
  }

  private void checkInfoSelector(Call c) {
    Expr arg = c.args().get(1);
    if (arg.type() != ValueType.VECTOR) {
      throw error(
          c.span(),
          "expected type instant vector in call to function \"info\", got "
              + arg.type().documented());
    }
    if (!(arg instanceof VectorSelector v)) {
      throw error(arg.span(), "expected label selectors only");
    }
    if (!v.name().isEmpty()) {
      throw error(arg.span(), "expected label selectors only, got vector selector instead");
    }
  }

  private VectorSelector selector(VectorSelector v, boolean mayMatchAll) {
    if (!v.name().isEmpty()) {
      for (Matcher m : v.matchers().subList(0, v.matchers().size() - 1)) {
        if (m.name().equals(Label.METRIC_NAME)) {
          throw error(
              v.span(),
              "metric name must not be set twice: "
                  + GoText.quote(v.name())
                  + " or "
                  + GoText.quote(m.value()));
        }
      }
      return v;
    }
    if (!mayMatchAll) {
      for (Matcher m : v.matchers()) {
        if (!matchesEmpty(m)) {
          return v;
        }
      }
      throw error(v.span(), "vector selector must contain at least one non-empty matcher");
    }
    return v;
  }

  private static boolean matchesEmpty(Matcher m) {
    return switch (m.type()) {
      case EQUAL -> m.value().isEmpty();
      case NOT_EQUAL -> !m.value().isEmpty();
      case REGEX -> takesEmpty(m.value());
      case NOT_REGEX -> !takesEmpty(m.value());
    };
  }

  private static boolean takesEmpty(String regex) {
    return RegexCost.isWords(regex)
        ? RegexCost.hasEmptyWord(regex)
        : Pattern.matches("^(?s:" + regex + ")$", "");
  }

  private ParseException error(Span span, String reason) {
    return new ParseException(text, span, reason);
  }
}
