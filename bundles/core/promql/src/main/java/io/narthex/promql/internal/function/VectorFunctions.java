// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static io.narthex.promql.internal.ast.ValueType.SCALAR;
import static io.narthex.promql.internal.ast.ValueType.STRING;
import static io.narthex.promql.internal.ast.ValueType.VECTOR;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.ScalarOperator;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.operator.CollectedOperator;
import io.narthex.promql.internal.operator.CompiledMatcher;
import io.narthex.promql.internal.operator.InfoOperator;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions that look at a whole instant vector. */
final class VectorFunctions {

  private VectorFunctions() {}

  static List<FunctionDefinition> all() {
    return List.of(
        FunctionDefinition.of(
            "absent",
            "1 when nothing is selected, with the labels that the selector fixes",
            VECTOR,
            List.of(VECTOR),
            VectorFunctions::absent),
        FunctionDefinition.of(
            "scalar",
            "The value of the only series, or NaN when there is not exactly one",
            SCALAR,
            List.of(VECTOR),
            VectorFunctions::scalar),
        FunctionDefinition.of(
            "vector",
            "One series without labels that has the value",
            VECTOR,
            List.of(SCALAR),
            VectorFunctions::vector),
        FunctionDefinition.of(
                "sort",
                "Sorts by value, ascending; instant queries only",
                VECTOR,
                List.of(VECTOR),
                call -> sort(call, byValue(false), true))
            .ordering(),
        FunctionDefinition.of(
                "sort_desc",
                "Sorts by value, descending; instant queries only",
                VECTOR,
                List.of(VECTOR),
                call -> sort(call, byValue(true), true))
            .ordering(),
        FunctionDefinition.of(
                "sort_by_label",
                "Sorts by labels in natural order, ascending; instant queries only",
                VECTOR,
                List.of(VECTOR, STRING),
                call -> sort(call, byLabels(call), false))
            .ordering()
            .variadic(-1)
            .experimental(),
        FunctionDefinition.of(
                "sort_by_label_desc",
                "Sorts by labels in natural order, descending; instant queries only",
                VECTOR,
                List.of(VECTOR, STRING),
                call -> sort(call, byLabels(call).reversed(), false))
            .ordering()
            .variadic(-1)
            .experimental(),
        FunctionDefinition.of(
                "info",
                "Adds the labels of info metrics, target_info for one, to the series they describe",
                VECTOR,
                List.of(VECTOR, VECTOR),
                InfoOperator::of)
            .variadic(1)
            .experimental());
  }

  private static VectorOperator absent(FunctionCall call) {
    VectorOperator input = call.vector(0);
    return new CollectedOperator(
        false,
        () -> {
          boolean[] found = new boolean[call.grid().count()];
          input.run(
              SeriesSink.of(
                  s -> {
                    for (int i = 0; i < found.length; i++) {
                      if (s.present(i)) {
                        found[i] = true;
                      }
                    }
                  }));
          return absentSeries(found, call.selector(0), false);
        });
  }

  /** One series with 1 at the steps where nothing was found; none when there is no such step. */
  static List<StepSeries> absentSeries(
      boolean[] found, @Nullable Selector selector, boolean dropName) {
    StepSeries series = new StepSeries(found.length);
    series.label(selector == null ? Labels.empty() : equalLabels(selector), dropName);
    for (int i = 0; i < found.length; i++) {
      if (!found[i]) {
        series.set(i, 1);
      }
    }
    return series.isEmpty() ? List.of() : List.of(series);
  }

  /**
   * The labels that a selector fixes. One that is named in two conditions is not fixed, unless the
   * first equality is the last of them.
   */
  private static Labels equalLabels(Selector selector) {
    LabelsBuilder labels = new LabelsBuilder();
    Set<String> seen = new HashSet<>();
    for (Matcher m : selector.matchers()) {
      if (m.name().equals(Label.METRIC_NAME)) {
        continue;
      }
      if (m.type() == Matcher.Type.EQUAL && seen.add(m.name())) {
        labels.set(m.name(), m.value());
      } else {
        labels.remove(m.name());
      }
    }
    // Upstream's storage, which comes first, moves the conditions that only take series away behind
    // the others, so that one of these unfixes a label wherever it stands.
    for (Matcher m : selector.matchers()) {
      boolean negative = m.type() == Matcher.Type.NOT_EQUAL || m.type() == Matcher.Type.NOT_REGEX;
      if (negative && new CompiledMatcher(m).test("")) {
        labels.remove(m.name());
      }
    }
    return labels.build();
  }

  private static ScalarOperator scalar(FunctionCall call) {
    VectorOperator input = call.vector(0);
    return () -> {
      int steps = call.grid().count();
      int[] count = new int[steps];
      double[] values = new double[steps];
      Object lock = new Object();
      input.run(
          SeriesSink.of(
              s -> {
                synchronized (lock) {
                  for (int i = 0; i < steps; i++) {
                    if (s.histogram(i) == null && s.present(i)) {
                      count[i]++;
                      values[i] = s.values()[i];
                    }
                  }
                }
              }));
      for (int i = 0; i < steps; i++) {
        if (count[i] != 1) {
          values[i] = Double.NaN;
        }
      }
      return values;
    };
  }

  private static VectorOperator vector(FunctionCall call) {
    ScalarOperator input = call.scalar(0);
    return new CollectedOperator(
        false, () -> List.of(new StepSeries(Labels.empty(), false, input.evaluate(), null)));
  }

  private static VectorOperator sort(
      FunctionCall call, Comparator<StepSeries> order, boolean floatsOnly) {
    VectorOperator input = call.vector(0);
    return new CollectedOperator(
        input.namesDiffer(),
        () -> {
          List<StepSeries> series =
              new ArrayList<>(Collector.collect(input, call.execution().limits()));
          if (call.grid().count() > 1) {
            call.execution().annotations().add(Remarks.sortInRange(call.span()));
          }
          if (floatsOnly) {
            series.removeIf(s -> !MathFunctions.floatsLeft(s));
          }
          if (call.grid().count() == 1) {
            series.sort(order);
          }
          return series;
        });
  }

  private static Comparator<StepSeries> byValue(boolean descending) {
    return (a, b) -> {
      double x = a.values()[0];
      double y = b.values()[0];
      if (Double.isNaN(x) || Double.isNaN(y)) {
        return Boolean.compare(Double.isNaN(x), Double.isNaN(y));
      }
      if (x == y) {
        return 0;
      }
      return (x < y) == descending ? 1 : -1;
    };
  }

  private static Comparator<StepSeries> byLabels(FunctionCall call) {
    String[] names = new String[call.count() - 1];
    for (int i = 0; i < names.length; i++) {
      names[i] = call.text(i + 1);
    }
    return (a, b) -> {
      for (String name : names) {
        int c = NaturalOrder.compare(a.labels().get(name), b.labels().get(name));
        if (c != 0) {
          return c;
        }
      }
      return a.labels().compareTo(b.labels());
    };
  }
}
