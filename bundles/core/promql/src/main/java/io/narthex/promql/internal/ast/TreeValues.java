// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A syntax tree as maps, lists and plain values, in the form of upstream's API. */
public final class TreeValues {

  private TreeValues() {}

  /** Returns the node with all below it. */
  public static Map<String, @Nullable Object> of(Expr expr) {
    return switch (expr) {
      case Aggregate a ->
          node(
              "aggregation",
              "op",
              a.op().text(),
              "expr",
              of(a.expr()),
              "param",
              a.param() == null ? null : of(a.param()),
              "grouping",
              a.grouping(),
              "without",
              a.without());
      case Binary b ->
          node(
              "binaryExpr",
              "op",
              b.op().text(),
              "lhs",
              of(b.left()),
              "rhs",
              of(b.right()),
              "matching",
              matching(b.matching()),
              "bool",
              b.returnBool());
      case Call c ->
          node(
              "call",
              "func",
              function(c.function()),
              "args",
              c.args().stream().map(TreeValues::of).toList());
      case MatrixSelector m -> {
        Map<String, @Nullable Object> node = selector("matrixSelector", m.selector());
        node.put("range", milliseconds(m.range()));
        node.put("rangeExpr", expression(m.range()));
        yield node;
      }
      case NumberLiteral n -> node("numberLiteral", "val", GoText.plain(n.value()));
      case Paren p -> node("parenExpr", "expr", of(p.expr()));
      case StringLiteral s -> node("stringLiteral", "val", s.value());
      case Subquery s -> {
        Map<String, @Nullable Object> node =
            node(
                "subquery",
                "expr",
                of(s.expr()),
                "range",
                milliseconds(s.range()),
                "rangeExpr",
                expression(s.range()),
                "step",
                milliseconds(s.step()),
                "stepExpr",
                expression(s.step()));
        shift(s.shift(), node);
        yield node;
      }
      case Unary u -> node("unaryExpr", "op", u.negative() ? "-" : "+", "expr", of(u.expr()));
      case VectorSelector v -> selector("vectorSelector", v);
    };
  }

  private static Map<String, @Nullable Object> node(
      String type, @Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> node = new TreeMap<>();
    node.put("type", type);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      node.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return node;
  }

  private static Map<String, @Nullable Object> function(FunctionType f) {
    Map<String, @Nullable Object> node = new TreeMap<>();
    node.put("name", f.name());
    node.put("argTypes", f.args().stream().map(ValueType::text).toList());
    node.put("variadic", (long) f.variadic());
    node.put("returnType", f.result().text());
    return node;
  }

  private static @Nullable Map<String, @Nullable Object> matching(@Nullable Matching m) {
    if (m == null) {
      return null;
    }
    Map<String, @Nullable Object> fills = new TreeMap<>();
    fills.put("lhs", m.fillLeft());
    fills.put("rhs", m.fillRight());
    Map<String, @Nullable Object> node = new TreeMap<>();
    node.put("card", m.cardinality().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.put("labels", m.labels());
    node.put("on", m.on());
    node.put("include", m.include());
    node.put("fillValues", fills);
    return node;
  }

  private static Map<String, @Nullable Object> selector(String type, VectorSelector v) {
    List<Object> matchers = new ArrayList<>();
    for (Matcher m : v.matchers()) {
      Map<String, Object> matcher = new TreeMap<>();
      matcher.put("name", m.name());
      matcher.put("value", m.value());
      matcher.put("type", m.type().symbol());
      matchers.add(matcher);
    }
    Map<String, @Nullable Object> node =
        node(
            type,
            "name",
            v.name(),
            "matchers",
            matchers,
            "anchored",
            v.extension() == VectorSelector.Extension.ANCHORED,
            "smoothed",
            v.extension() == VectorSelector.Extension.SMOOTHED);
    shift(v.shift(), node);
    return node;
  }

  private static void shift(TimeShift shift, Map<String, @Nullable Object> into) {
    into.put("offset", milliseconds(shift.offset()));
    into.put("offsetExpr", expression(shift.offset()));
    into.put("timestamp", shift.atMs());
    into.put(
        "startOrEnd",
        switch (shift.anchor()) {
          case NONE -> null;
          case START -> "start";
          case END -> "end";
        });
  }

  /** A length of time that is written as one; 0 for none and for one that must be computed. */
  private static long milliseconds(@Nullable DurationNode node) {
    return node instanceof NumberLiteral n ? Math.round(n.value() * 1e9) / 1_000_000 : 0;
  }

  private static @Nullable Object expression(@Nullable DurationNode node) {
    return node instanceof DurationExpr e ? duration(e) : null;
  }

  private static @Nullable Object duration(@Nullable DurationNode node) {
    return switch (node) {
      case null -> null;
      case NumberLiteral n ->
          node("numberLiteral", "val", GoText.plain(n.value()), "duration", n.duration());
      case DurationExpr e ->
          node(
              "durationExpr",
              "op",
              e.op().text(),
              "lhs",
              duration(e.left()),
              "rhs",
              duration(e.right()),
              "wrapped",
              e.wrapped());
    };
  }

  /** Returns the conditions of each selector in an expression, in the order of the text. */
  public static List<List<Matcher>> selectors(Expr expr) {
    List<List<Matcher>> found = new ArrayList<>();
    collect(expr, found);
    return found;
  }

  private static void collect(Expr expr, List<List<Matcher>> into) {
    switch (expr) {
      case Aggregate a -> {
        Expr param = a.param();
        if (param != null) {
          collect(param, into);
        }
        collect(a.expr(), into);
      }
      case Binary b -> {
        collect(b.left(), into);
        collect(b.right(), into);
      }
      case Call c -> c.args().forEach(arg -> collect(arg, into));
      case MatrixSelector m -> into.add(m.selector().matchers());
      case Paren p -> collect(p.expr(), into);
      case Subquery s -> collect(s.expr(), into);
      case Unary u -> collect(u.expr(), into);
      case VectorSelector v -> into.add(v.matchers());
      case NumberLiteral n -> {
        // Selects nothing.
      }
      case StringLiteral s -> {
        // Selects nothing.
      }
    }
  }
}
