// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import io.narthex.spi.config.Durations;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Writes an expression on one line, in upstream's canonical form. */
public final class Printer {

  private Printer() {}

  /** Returns the canonical text; parsing it gives an equal tree. */
  public static String print(Expr expr) {
    return switch (expr) {
      case Aggregate a -> {
        String param = a.param() == null ? "" : print(a.param()) + ", ";
        yield aggregateHead(a) + "(" + param + print(a.expr()) + ")";
      }
      case Binary b -> print(b.left()) + " " + operator(b) + " " + print(b.right());
      case Call c -> c.function().name() + "(" + join(c.args()) + ")";
      case MatrixSelector m -> {
        VectorSelector s = m.selector();
        yield series(s)
            + "["
            + duration(m.range())
            + "]"
            + extension(s)
            + at(s.shift())
            + offset(s.shift());
      }
      case NumberLiteral n -> number(n);
      case Paren p -> "(" + print(p.expr()) + ")";
      case StringLiteral s -> GoText.quote(s.value());
      case Subquery s -> print(s.expr()) + subquerySuffix(s);
      case Unary u -> (u.negative() ? "-" : "+") + print(u.expr());
      case VectorSelector v -> series(v) + at(v.shift()) + extension(v) + offset(v.shift());
    };
  }

  private static String join(List<Expr> args) {
    List<String> texts = new ArrayList<>();
    for (Expr e : args) {
      texts.add(print(e));
    }
    return String.join(", ", texts);
  }

  static String aggregateHead(Aggregate a) {
    if (a.without()) {
      return a.op().text() + " without (" + labels(a.grouping()) + ") ";
    }
    return a.grouping().isEmpty()
        ? a.op().text()
        : a.op().text() + " by (" + labels(a.grouping()) + ") ";
  }

  /** The operator with its modifiers. */
  static String operator(Binary b) {
    StringBuilder out = new StringBuilder(b.op().text());
    if (b.returnBool()) {
      out.append(" bool");
    }
    Matching m = b.matching();
    if (m == null) {
      return out.toString();
    }
    boolean grouped =
        m.cardinality() == Matching.Cardinality.MANY_TO_ONE
            || m.cardinality() == Matching.Cardinality.ONE_TO_MANY;
    if (!m.labels().isEmpty() || m.on() || grouped) {
      out.append(m.on() ? " on (" : " ignoring (").append(labels(m.labels())).append(')');
    }
    if (grouped) {
      out.append(
              m.cardinality() == Matching.Cardinality.MANY_TO_ONE
                  ? " group_left ("
                  : " group_right (")
          .append(labels(m.include()))
          .append(')');
    }
    Double left = m.fillLeft();
    Double right = m.fillRight();
    if (left != null && right != null && left.doubleValue() == right.doubleValue()) {
      out.append(" fill (").append(GoText.general(left)).append(')');
    } else {
      if (left != null) {
        out.append(" fill_left (").append(GoText.general(left)).append(')');
      }
      if (right != null) {
        out.append(" fill_right (").append(GoText.general(right)).append(')');
      }
    }
    return out.toString();
  }

  private static String labels(List<String> names) {
    List<String> texts = new ArrayList<>();
    for (String name : names) {
      texts.add(isPlainLabel(name) ? name : GoText.quote(name));
    }
    return String.join(", ", texts);
  }

  private static boolean isPlainLabel(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static String series(VectorSelector v) {
    List<String> parts = new ArrayList<>();
    for (Matcher m : v.matchers()) {
      boolean isName =
          m.name().equals(Label.METRIC_NAME)
              && m.type() == Matcher.Type.EQUAL
              && m.value().equals(v.name())
              && !m.value().isEmpty();
      if (!isName) {
        String name = isPlainLabel(m.name()) ? m.name() : GoText.quote(m.name());
        parts.add(name + m.type().symbol() + GoText.quote(m.value()));
      }
    }
    if (parts.isEmpty()) {
      // As the second argument of info() the empty selector stands alone, and must be seen.
      return v.name().isEmpty() ? "{}" : v.name();
    }
    Collections.sort(parts);
    return v.name() + "{" + String.join(",", parts) + "}";
  }

  private static String extension(VectorSelector v) {
    return switch (v.extension()) {
      case NONE -> "";
      case ANCHORED -> " anchored";
      case SMOOTHED -> " smoothed";
    };
  }

  private static String at(TimeShift shift) {
    Long ms = shift.atMs();
    if (ms != null) {
      return String.format(Locale.ROOT, " @ %.3f", ms / 1000.0);
    }
    return switch (shift.anchor()) {
      case NONE -> "";
      case START -> " @ start()";
      case END -> " @ end()";
    };
  }

  private static String offset(TimeShift shift) {
    return switch (shift.offset()) {
      case null -> "";
      case NumberLiteral n -> {
        String text = duration(n);
        yield text.equals("0s") || text.equals("-0s") ? "" : " offset " + text;
      }
      case DurationExpr e -> " offset " + duration(e);
    };
  }

  static String subquerySuffix(Subquery s) {
    String step = s.step() == null ? "" : duration(s.step());
    return "[" + duration(s.range()) + ":" + step + "]" + at(s.shift()) + offset(s.shift());
  }

  private static String duration(DurationNode node) {
    return switch (node) {
      case NumberLiteral n -> seconds(n.value());
      case DurationExpr e -> e.wrapped() ? "(" + bare(e) + ")" : bare(e);
    };
  }

  private static String operand(DurationNode node) {
    return node instanceof NumberLiteral n ? number(n) : duration(node);
  }

  private static String bare(DurationExpr e) {
    return switch (e.op()) {
      case STEP -> "step()";
      case RANGE -> "range()";
      case MIN_OF, MAX_OF ->
          e.op().text() + "(" + operandOrEmpty(e.left()) + ", " + operandOrEmpty(e.right()) + ")";
      case ADD, SUB, MUL, DIV, MOD, POW -> {
        if (e.left() == null) {
          yield (e.op() == DurationExpr.Op.SUB ? "-" : "") + operandOrEmpty(e.right());
        }
        yield operand(e.left()) + " " + e.op().text() + " " + operandOrEmpty(e.right());
      }
    };
  }

  private static String operandOrEmpty(@org.jspecify.annotations.Nullable DurationNode node) {
    return node == null ? "" : operand(node);
  }

  private static String number(NumberLiteral n) {
    // Cut off, not rounded, as upstream prints it: 1001ms, which is 1.001 s, is 1s.
    return n.duration() ? duration((long) (n.value() * 1e9)) : GoText.plain(n.value());
  }

  private static String seconds(double seconds) {
    return duration(Math.round(seconds * 1e9));
  }

  private static String duration(long nanos) {
    return Durations.format(Duration.ofNanos(nanos));
  }
}
