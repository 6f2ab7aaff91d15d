// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import com.google.re2j.Pattern;
import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.naive.NaiveValue.Num;
import io.narthex.promql.naive.NaiveValue.Vec;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls functions by name. */
final class NaiveFunctions {

  private final Context context;
  private final Interpreter interpreter;
  private final NaiveOverTime overTime;

  NaiveFunctions(Context context, Interpreter interpreter) {
    this.context = context;
    this.interpreter = interpreter;
    overTime = new NaiveOverTime(context);
  }

  NaiveValue call(Call call, long time) {
    String name = call.function().name();
    List<Expr> args = call.args();
    DoubleUnaryOperator math = NaiveMath.function(name);
    if (math != null) {
      return floats(interpreter.vector(args.getFirst(), time), math);
    }
    int range = call.function().args().indexOf(ValueType.MATRIX);
    if (range >= 0) {
      return range(call, range, time);
    }
    return switch (name) {
      case "time" -> new Num(time / 1000.0);
      case "pi" -> new Num(Math.PI);
      case "start" -> new Num(context.startMs() / 1000.0);
      case "end" -> new Num(context.endMs() / 1000.0);
      case "range" -> new Num((context.endMs() - context.startMs()) / 1000.0);
      case "step" -> new Num(context.stepMs() / 1000.0);
      case "max_of" -> new Num(NaiveMath.max(scalar(call, 0, time), scalar(call, 1, time)));
      case "min_of" -> new Num(-NaiveMath.max(-scalar(call, 0, time), -scalar(call, 1, time)));
      case "vector" -> new Vec(List.of(Element.of(Labels.empty(), scalar(call, 0, time))));
      case "scalar" -> new Num(onlyFloat(interpreter.vector(args.getFirst(), time)));
      case "clamp" -> clamp(call, time, scalar(call, 1, time), scalar(call, 2, time));
      case "clamp_min" -> clamp(call, time, scalar(call, 1, time), Double.POSITIVE_INFINITY);
      case "clamp_max" -> clamp(call, time, Double.NEGATIVE_INFINITY, scalar(call, 1, time));
      case "round" -> round(call, time);
      case "absent" -> absent(call, time);
      case "timestamp", "start_timestamp" -> timestamps(call, time);
      case "sort", "sort_desc", "sort_by_label", "sort_by_label_desc" -> sort(call, time);
      case "label_replace", "label_join" ->
          new Vec(new NaiveLabels(interpreter, call).evaluate(time));
      case "info" -> new Vec(new NaiveInfo(interpreter, call).evaluate(time));
      case "histogram_avg",
          "histogram_count",
          "histogram_sum",
          "histogram_stddev",
          "histogram_stdvar",
          "histogram_quantile",
          "histogram_quantiles",
          "histogram_fraction" ->
          new Vec(new NaiveHistograms(interpreter, call).evaluate(time));
      default -> new Vec(NaiveDates.call(name, dated(args, time)));
    };
  }

  private double scalar(Call call, int argument, long time) {
    return interpreter.scalar(call.args().get(argument), time);
  }

  private List<Element> dated(List<Expr> args, long time) {
    return args.isEmpty()
        ? List.of(Element.of(Labels.empty(), time / 1000))
        : interpreter.vector(args.getFirst(), time);
  }

  private static NaiveValue floats(List<Element> elements, DoubleUnaryOperator function) {
    return new Vec(
        elements.stream()
            .filter(Element::isFloat)
            .map(e -> e.computed(function.applyAsDouble(e.value())))
            .toList());
  }

  private static double onlyFloat(List<Element> elements) {
    List<Element> floats = elements.stream().filter(Element::isFloat).toList();
    return floats.size() == 1 ? floats.getFirst().value() : Double.NaN;
  }

  private NaiveValue clamp(Call call, long time, double min, double max) {
    if (max < min) {
      return new Vec(List.of());
    }
    return floats(
        interpreter.vector(call.args().getFirst(), time),
        value -> NaiveMath.max(min, -NaiveMath.max(-max, -value)));
  }

  private NaiveValue round(Call call, long time) {
    double inverse = 1 / (call.args().size() > 1 ? scalar(call, 1, time) : 1);
    return floats(
        interpreter.vector(call.args().getFirst(), time),
        value -> Math.floor(value * inverse + 0.5) / inverse);
  }

  private NaiveValue timestamps(Call call, long time) {
    Expr arg = unwrapped(call.args().getFirst());
    boolean start = call.function().name().equals("start_timestamp");
    List<Element> result = new ArrayList<>();
    if (arg instanceof VectorSelector selector) {
      for (Element e : interpreter.selectors().timed(selector, time)) {
        result.add(e.computed((start ? e.startMs() : e.timeMs()) / 1000.0));
      }
    } else if (!start) {
      for (Element e : interpreter.vector(arg, time)) {
        result.add(e.computed(time / 1000.0));
      }
    }
    return new Vec(result);
  }

  private NaiveValue sort(Call call, long time) {
    if (context.isRange()) {
      context.annotations().add(Remarks.sortInRange(call.span()));
    }
    String name = call.function().name();
    List<Element> elements = interpreter.vector(call.args().getFirst(), time);
    return new Vec(
        name.startsWith("sort_by_label")
            ? NaiveSorting.byLabels(
                elements,
                call.args().stream().skip(1).map(interpreter::text).toList(),
                name.endsWith("_desc"))
            : NaiveSorting.byValue(elements, name.endsWith("_desc")));
  }

  private NaiveValue absent(Call call, long time) {
    Expr arg = call.args().getFirst();
    return interpreter.vector(arg, time).isEmpty()
        ? new Vec(List.of(Element.of(absentLabels(arg), 1)))
        : new Vec(List.of());
  }

  private static Labels absentLabels(Expr arg) {
    List<Matcher> matchers =
        switch (unwrapped(arg)) {
          case VectorSelector v -> v.matchers();
          case MatrixSelector m -> m.selector().matchers();
          default -> List.of();
        };
    List<Matcher> ordered =
        Stream.concat(
                matchers.stream().filter(m -> !takesAway(m)),
                matchers.stream().filter(NaiveFunctions::takesAway))
            .toList();
    LabelsBuilder labels = new LabelsBuilder();
    Set<String> seen = new HashSet<>();
    for (Matcher matcher : ordered) {
      if (!matcher.name().equals(Label.METRIC_NAME)) {
        if (matcher.type() == Matcher.Type.EQUAL && seen.add(matcher.name())) {
          labels.set(matcher.name(), matcher.value());
        } else {
          labels.remove(matcher.name());
        }
      }
    }
    return labels.build();
  }

  /** Returns whether series without the label fulfil the condition, which others may not. */
  private static boolean takesAway(Matcher m) {
    return switch (m.type()) {
      case EQUAL, REGEX -> false;
      case NOT_EQUAL -> !m.value().isEmpty();
      case NOT_REGEX -> !Pattern.compile("^(?s:" + m.value() + ")$").matcher("").matches();
    };
  }

  static Expr unwrapped(Expr expr) {
    return expr instanceof Paren p ? unwrapped(p.expr()) : expr;
  }

  private NaiveValue range(Call call, int range, long time) {
    String name = call.function().name();
    Expr arg = call.args().get(range);
    VectorSelector.Extension extension =
        unwrapped(arg) instanceof MatrixSelector m
            ? m.selector().extension()
            : VectorSelector.Extension.NONE;
    checkExtension(name, extension);
    List<Window> windows = interpreter.windows(arg, time);
    if (name.equals("absent_over_time")) {
      return new Vec(
          windows.isEmpty() ? List.of(Element.of(absentLabels(arg), 1).computed(1)) : List.of());
    }
    double[] scalars = new double[call.args().size()];
    for (int i = 0; i < scalars.length; i++) {
      scalars[i] = i == range ? 0 : scalar(call, i, time);
    }
    List<Element> result = new ArrayList<>();
    for (Window window : windows) {
      Element element = overTime.call(call, window, scalars, extension, time);
      if (element != null) {
        boolean keepsName = name.equals("last_over_time") || name.equals("first_over_time");
        result.add(element.with(window.labels(), !keepsName || window.dropName()));
        noteNonCounter(call, window, element);
      }
    }
    return new Vec(result);
  }

  private void noteNonCounter(Call call, Window window, @Nullable Element element) {
    String name = call.function().name();
    String metric = window.metric();
    if ((name.equals("rate") || name.equals("increase"))
        && !metric.isEmpty()
        && element != null
        && element.isFloat()
        && !NaiveRate.isCounterName(metric)) {
      context
          .annotations()
          .add(Remarks.possibleNonCounter(metric, unwrapped(call.args().getFirst()).span()));
    }
  }

  private static void checkExtension(String name, VectorSelector.Extension extension) {
    Set<String> safe =
        switch (extension) {
          case NONE -> Set.of(name);
          case ANCHORED -> Set.of("resets", "changes", "rate", "increase", "delta");
          case SMOOTHED -> Set.of("rate", "increase", "delta");
        };
    if (!safe.contains(name)) {
      throw new NaiveException(
          extension.name().toLowerCase(java.util.Locale.ROOT)
              + " modifier can only be used with: "
              + String.join(", ", safe.stream().sorted().toList())
              + " - not with "
              + name);
    }
  }
}
