// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.plan.Planner;
import io.narthex.promql.internal.plan.QueryTimes;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plans from texts, and texts from plans. */
final class Plans {

  private Plans() {}

  /** Returns the plan as it is before the optimiser sees it; times from 0 to 600 s by 60 s. */
  static Plan of(String expression) throws ParseException {
    return new Planner(new QueryTimes(0, 600_000, 60_000, 60_000), FunctionRegistry.STANDARD)
        .plan(Parser.parse(expression, ParserOptions.ALL, FunctionRegistry.STANDARD::type));
  }

  /** Returns the plan that a rule makes, as a text. */
  static String changed(Rule rule, String expression) throws ParseException {
    return text(rule.apply(of(expression)));
  }

  /** Returns what a rule tells the storage engine about labels, selector by selector. */
  static List<String> labels(Rule rule, String expression) throws ParseException {
    List<String> found = new ArrayList<>();
    collect(rule.apply(of(expression)), found);
    return found;
  }

  private static void collect(Plan plan, List<String> into) {
    switch (plan) {
      case Plan.Select s -> into.add(labels(s.selector()));
      case Plan.SelectRange s -> into.add(labels(s.selector()));
      default ->
          plan.mapChildren(
              child -> {
                collect(child, into);
                return child;
              });
    }
  }

  private static String labels(Selector selector) {
    return selector.use().labels() == null
        ? "all"
        : String.join(",", new TreeSet<>(selector.use().labels()));
  }

  static String text(Plan plan) {
    return switch (plan) {
      case Plan.Constant c -> String.valueOf(c.value());
      case Plan.Text t -> "'" + t.value() + "'";
      case Plan.Select s -> text(s.selector());
      case Plan.SelectRange s -> text(s.selector()) + "[" + s.rangeMs() / 1000 + "]";
      case Plan.Subquery s ->
          text(s.inner()) + "[" + s.rangeMs() / 1000 + ":" + s.stepMs() / 1000 + "]";
      case Plan.Call c ->
          c.function().name()
              + c.args().stream().map(Plans::text).collect(Collectors.joining(", ", "(", ")"));
      case Plan.Aggregate a -> a.op().text() + a.grouping() + "(" + text(a.inner()) + ")";
      case Plan.Binary b ->
          "(" + text(b.left()) + " " + b.op().text() + " " + text(b.right()) + ")";
      case Plan.Unary u -> (u.negative() ? "-" : "+") + text(u.inner());
      case Plan.Once o -> "once(" + text(o.inner()) + ")";
      case Plan.Shared s -> "#" + s.number() + "of" + s.uses() + "(" + text(s.inner()) + ")";
    };
  }

  private static String text(Selector selector) {
    String rest =
        selector.matchers().stream()
            .filter(m -> !m.name().equals("__name__"))
            .map(Matcher::toString)
            .collect(Collectors.joining(","));
    return selector.metricName() + (rest.isEmpty() ? "" : "{" + rest + "}");
  }
}
