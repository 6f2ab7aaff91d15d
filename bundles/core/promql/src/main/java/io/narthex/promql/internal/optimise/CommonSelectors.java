// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.plan.Plan;
import io.narthex.promql.internal.scan.Selector;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds selectors and larger parts that occur more than once and are evaluated at the same times,
 * and marks the largest such, so that they are read once. Where they stand in the text and what is
 * done with their series makes no difference.
 */
final class CommonSelectors implements Rule {

  private static final Plan NOTHING = new Plan.Constant(0, Span.NONE);

  @Override
  public Plan apply(Plan plan) {
    Search search = new Search();
    search.count(plan, Times.ROOT);
    return search.mark(plan, Times.ROOT);
  }

  /**
   * The times at which a part is evaluated.
   *
   * @param around those of the part around it, or null
   * @param subquery the subquery that makes times of its own, without what it contains; null where
   *     the first of the times around is the only one
   */
  private record Times(@Nullable Times around, @Nullable Plan subquery) {

    static final Times ROOT = new Times(null, null);

    /** Returns the times of a node's children. */
    Times below(Plan plan) {
      return switch (plan) {
        case Plan.Once o -> new Times(this, null);
        case Plan.Subquery s ->
            new Times(
                this,
                new Plan.Subquery(
                    NOTHING, s.rangeMs(), s.stepMs(), s.atMs(), s.offsetMs(), Span.NONE));
        case Plan.Constant c -> this;
        case Plan.Text t -> this;
        case Plan.Select s -> this;
        case Plan.SelectRange s -> this;
        case Plan.Call c -> this;
        case Plan.Aggregate a -> this;
        case Plan.Binary b -> this;
        case Plan.Unary u -> this;
        case Plan.Shared s -> this;
      };
    }
  }

  /** Parts that are equal: evaluated at the same times, and of the same shape. */
  private record Key(Times times, int shape) {}

  private static final class Search {

    private final Map<Plan, Integer> shapes = new HashMap<>();
    private final Map<Plan, Integer> shapeOf = new IdentityHashMap<>();
    private final Map<Key, Integer> counts = new HashMap<>();
    private final Map<Key, Integer> numbers = new HashMap<>();

    void count(Plan plan, Times times) {
      if (canBeShared(plan)) {
        counts.merge(new Key(times, shape(plan)), 1, Integer::sum);
      }
      Times below = times.below(plan);
      plan.mapChildren(
          child -> {
            count(child, below);
            return child;
          });
    }

    Plan mark(Plan plan, Times times) {
      if (canBeShared(plan)) {
        Key key = new Key(times, shape(plan));
        int uses = counts.getOrDefault(key, 0);
        if (uses > 1) {
          int number = numbers.computeIfAbsent(key, k -> numbers.size());
          return new Plan.Shared(number, uses, withoutUse(plan));
        }
      }
      Times below = times.below(plan);
      return plan.mapChildren(child -> mark(child, below));
    }

    /** Returns a number that equal plans have in common, wherever they stand in the text. */
    private int shape(Plan plan) {
      Integer known = shapeOf.get(plan);
      if (known == null) {
        Plan shallow = withoutUse(plan).mapChildren(c -> new Plan.Shared(shape(c), 0, NOTHING));
        known = shapes.computeIfAbsent(placeless(shallow), p -> shapes.size());
        shapeOf.put(plan, known);
      }
      return known;
    }
  }

  private static boolean canBeShared(Plan plan) {
    return plan.type() == ValueType.VECTOR || plan instanceof Plan.SelectRange;
  }

  /** A selector that serves several is not read for the sake of one of them. */
  private static Plan withoutUse(Plan plan) {
    return switch (plan) {
      case Plan.Select s -> new Plan.Select(s.selector().withUse(Selector.Use.NONE), s.span());
      case Plan.SelectRange s ->
          new Plan.SelectRange(s.selector().withUse(Selector.Use.NONE), s.rangeMs(), s.span());
      default -> plan;
    };
  }

  /** Returns the node without its place in the text. */
  private static Plan placeless(Plan plan) {
    return switch (plan) {
      case Plan.Constant c -> new Plan.Constant(c.value(), Span.NONE);
      case Plan.Text t -> new Plan.Text(t.value(), Span.NONE);
      case Plan.Select s -> new Plan.Select(s.selector(), Span.NONE);
      case Plan.SelectRange s -> new Plan.SelectRange(s.selector(), s.rangeMs(), Span.NONE);
      case Plan.Subquery s ->
          new Plan.Subquery(s.inner(), s.rangeMs(), s.stepMs(), s.atMs(), s.offsetMs(), Span.NONE);
      case Plan.Call c -> new Plan.Call(c.function(), c.args(), Span.NONE);
      case Plan.Aggregate a ->
          new Plan.Aggregate(a.op(), a.inner(), a.param(), a.grouping(), a.without(), Span.NONE);
      case Plan.Binary b ->
          new Plan.Binary(b.op(), b.left(), b.right(), b.matching(), b.returnBool(), Span.NONE);
      case Plan.Unary u -> new Plan.Unary(u.negative(), u.inner(), Span.NONE);
      case Plan.Once o -> o;
      case Plan.Shared s -> s;
    };
  }
}
