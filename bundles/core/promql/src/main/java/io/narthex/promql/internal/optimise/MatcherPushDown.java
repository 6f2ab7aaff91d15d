// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Matching.Cardinality;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one side of a binary operation demands of a label that both must agree in, the other side
 * need not read without. So {@code a and on (job) b{job="x"}} reads {@code a{job="x"}}.
 *
 * <p>Nothing that can be seen changes, errors and remarks included. Therefore
 *
 * <ul>
 *   <li>arithmetic and comparisons take part only when the "one" side cannot have two elements that
 *       match the same: else fewer elements on the other side could hide the error that this is. It
 *       is certain of aggregations by labels that all have to match;
 *   <li>only selectors, and what counts their series, are narrowed: other operations may have
 *       something to say about series that would not be read any more.
 * </ul>
 */
final class MatcherPushDown implements Rule {

  @Override
  public Plan apply(Plan plan) {
    Plan inner = plan.mapChildren(this::apply);
    return inner instanceof Plan.Binary b ? push(b) : inner;
  }

  private static Plan push(Plan.Binary b) {
    Matching m = b.matching();
    if (m == null || m.fills() || b.op() == BinaryOp.OR) {
      return b;
    }
    List<Matcher> ofLeft = implied(b.left(), name -> matched(m, name));
    List<Matcher> ofRight = implied(b.right(), name -> matched(m, name));
    if (b.op() == BinaryOp.UNLESS) {
      ofRight = List.of();
    } else if (b.op() != BinaryOp.AND && !unique(one(b, m), m)) {
      return b;
    }
    return new Plan.Binary(
        b.op(),
        narrowed(b.left(), ofRight),
        narrowed(b.right(), ofLeft),
        m,
        b.returnBool(),
        b.span());
  }

  private static boolean matched(Matching m, String label) {
    return !label.startsWith("__") && m.labels().contains(label) == m.on();
  }

  private static Plan one(Plan.Binary b, Matching m) {
    return m.cardinality() == Cardinality.ONE_TO_MANY ? b.left() : b.right();
  }

  /** Returns whether two elements cannot agree in all labels that have to match. */
  private static boolean unique(Plan plan, Matching m) {
    return plan instanceof Plan.Aggregate a
        && !a.op().selectsSeries()
        && a.op() != AggregateOp.COUNT_VALUES
        && !a.without()
        && a.grouping().stream().allMatch(label -> matched(m, label));
  }

  /** Returns what all series that a plan gives fulfil, as far as it is about certain labels. */
  private static List<Matcher> implied(Plan plan, Predicate<String> labels) {
    return switch (plan) {
      case Plan.Select s -> of(s.selector(), labels);
      case Plan.SelectRange s -> of(s.selector(), labels);
      case Plan.Subquery s -> implied(s.inner(), labels);
      case Plan.Once o -> implied(o.inner(), labels);
      case Plan.Shared s -> implied(s.inner(), labels);
      case Plan.Unary u -> implied(u.inner(), labels);
      case Plan.Call c -> {
        List<Matcher> all = new ArrayList<>();
        if (c.function().traits().eachSeries()) {
          c.args().forEach(arg -> all.addAll(implied(arg, labels)));
        }
        yield all;
      }
      case Plan.Aggregate a -> {
        if (a.op() == AggregateOp.COUNT_VALUES) {
          yield List.of();
        }
        yield a.op().selectsSeries()
            ? implied(a.inner(), labels)
            : implied(a.inner(), labels.and(label -> a.grouping().contains(label) != a.without()));
      }
      case Plan.Binary b -> {
        if (b.op() == BinaryOp.AND || b.op() == BinaryOp.UNLESS) {
          yield implied(b.left(), labels);
        }
        if (b.matching() != null) {
          yield List.of();
        }
        yield implied(b.left().type() == ValueType.VECTOR ? b.left() : b.right(), labels);
      }
      case Plan.Constant c -> List.of();
      case Plan.Text t -> List.of();
    };
  }

  private static List<Matcher> of(Selector selector, Predicate<String> labels) {
    return selector.matchers().stream().filter(m -> labels.test(m.name())).toList();
  }

  /** Returns the plan without the series that do not fulfil the matchers, where that is safe. */
  private static Plan narrowed(Plan plan, List<Matcher> matchers) {
    if (matchers.isEmpty()) {
      return plan;
    }
    return switch (plan) {
      case Plan.Select s when s.selector().extension() == Extension.NONE -> {
        List<Matcher> all = new ArrayList<>(s.selector().matchers());
        matchers.stream().filter(m -> !all.contains(m)).forEach(all::add);
        yield new Plan.Select(s.selector().withMatchers(all), s.span());
      }
      case Plan.Aggregate a when a.op() == AggregateOp.COUNT || a.op() == AggregateOp.GROUP ->
          new Plan.Aggregate(
              a.op(),
              narrowed(
                  a.inner(),
                  matchers.stream()
                      .filter(m -> a.grouping().contains(m.name()) != a.without())
                      .toList()),
              a.param(),
              a.grouping(),
              a.without(),
              a.span());
      default -> plan;
    };
  }
}
