// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import com.google.re2j.Pattern;
import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.TimeShift;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The function that adds the labels of info metrics. */
final class NaiveInfo {

  private static final List<String> IDENTIFYING = List.of("instance", "job");

  private final Interpreter interpreter;
  private final Call call;
  private final List<Matcher> nameMatchers = new ArrayList<>();
  private final List<Matcher> dataMatchers = new ArrayList<>();

  NaiveInfo(Interpreter interpreter, Call call) {
    this.interpreter = interpreter;
    this.call = call;
    if (call.args().size() > 1) {
      VectorSelector selector = (VectorSelector) NaiveFunctions.unwrapped(call.args().get(1));
      for (Matcher matcher : selector.matchers()) {
        (matcher.name().equals(Label.METRIC_NAME) ? nameMatchers : dataMatchers).add(matcher);
      }
    }
    if (nameMatchers.isEmpty()) {
      nameMatchers.add(Matcher.equal(Label.METRIC_NAME, "target_info"));
    } else if (nameMatchers.stream().allMatch(NaiveInfo::isNegative)) {
      nameMatchers.addFirst(new Matcher(Label.METRIC_NAME, Matcher.Type.REGEX, ".+_info"));
    }
  }

  private static boolean isNegative(Matcher matcher) {
    return matcher.type() == Matcher.Type.NOT_EQUAL || matcher.type() == Matcher.Type.NOT_REGEX;
  }

  private static boolean matches(Matcher matcher, String value) {
    return switch (matcher.type()) {
      case EQUAL -> value.equals(matcher.value());
      case NOT_EQUAL -> !value.equals(matcher.value());
      case REGEX -> Pattern.compile(matcher.value(), Pattern.DOTALL).matches(value);
      case NOT_REGEX -> !Pattern.compile(matcher.value(), Pattern.DOTALL).matches(value);
    };
  }

  private boolean isInfo(Element e) {
    return nameMatchers.stream().allMatch(m -> matches(m, e.metric()));
  }

  List<Element> evaluate(long time) {
    List<Element> base = interpreter.vector(call.args().getFirst(), time);
    Map<String, Map<Labels, Element>> infos = infos(base, time);
    List<Element> result = new ArrayList<>();
    for (Element e : base) {
      Element enriched = isInfo(e) ? e : enriched(e, infos);
      if (enriched != null) {
        result.add(enriched);
      }
    }
    return result;
  }

  /** Returns the info samples by metric name and identifying labels. */
  private Map<String, Map<Labels, Element>> infos(List<Element> base, long time) {
    List<Matcher> matchers = new ArrayList<>(nameMatchers);
    matchers.addAll(dataMatchers);
    boolean identified = false;
    for (String name : IDENTIFYING) {
      TreeSet<String> values = new TreeSet<>();
      base.stream()
          .filter(e -> !isInfo(e) && e.labels().contains(name))
          .forEach(e -> values.add(Pattern.quote(e.labels().get(name))));
      if (!values.isEmpty()) {
        identified = true;
        matchers.add(new Matcher(name, Matcher.Type.REGEX, String.join("|", values)));
      }
    }
    Map<String, Map<Labels, Element>> infos = new TreeMap<>();
    if (!identified) {
      return infos;
    }
    long at = moved(call.args().getFirst(), time);
    long lookback = interpreter.context().settings().lookbackDelta().toMillis();
    for (List<Element> series : interpreter.selectors().read(matchers, at - lookback, at, true)) {
      Element last = series.getLast();
      if (Selectors.isStale(last)) {
        continue;
      }
      if (!last.isFloat()) {
        throw new NaiveException("info sample should be float");
      }
      infos
          .computeIfAbsent(last.metric(), n -> new HashMap<>())
          .merge(signature(last), last, NaiveInfo::newer);
    }
    return infos;
  }

  private static Labels signature(Element e) {
    return e.labels().keep(IDENTIFYING::contains);
  }

  private static Element newer(Element a, Element b) {
    if (a.timeMs() == b.timeMs()) {
      throw new NaiveException(
          "found duplicate series for info metric: existing "
              + a.labels()
              + " @ "
              + a.timeMs()
              + ", new "
              + b.labels()
              + " @ "
              + b.timeMs());
    }
    return a.timeMs() > b.timeMs() ? a : b;
  }

  private @Nullable Element enriched(Element e, Map<String, Map<Labels, Element>> infos) {
    LabelsBuilder added = new LabelsBuilder();
    boolean found = false;
    for (Map<Labels, Element> byIdentity : infos.values()) {
      Element info = byIdentity.get(signature(e));
      if (info == null) {
        continue;
      }
      found = true;
      for (Label label : info.labels()) {
        boolean wanted =
            !label.name().equals(Label.METRIC_NAME)
                && (dataMatchers.isEmpty()
                    || dataMatchers.stream().anyMatch(m -> m.name().equals(label.name())));
        if (!wanted) {
          continue;
        }
        if (added.contains(label.name()) && !added.get(label.name()).equals(label.value())) {
          throw new NaiveException("conflicting label: " + label.name());
        }
        if (!e.labels().contains(label.name())) {
          added.set(label.name(), label.value());
        }
      }
    }
    if (!found && dataMatchers.stream().anyMatch(m -> !matches(m, ""))) {
      return null;
    }
    LabelsBuilder labels = e.labels().toBuilder();
    added.build().forEach(label -> labels.set(label.name(), label.value()));
    return e.with(labels.build(), e.dropName());
  }

  /** Moves the time as the first selector in the argument and the subqueries around it do. */
  private long moved(Expr expr, long time) {
    List<TimeShift> path = new ArrayList<>();
    List<TimeShift> shifts = firstSelector(expr, path) ? path : List.of();
    long moved = time;
    for (TimeShift shift : shifts) {
      moved = interpreter.selectors().moved(shift, moved);
    }
    return moved;
  }

  /** Finds the first selector; the path gets the shifts to it, the outermost first. */
  private static boolean firstSelector(Expr expr, List<TimeShift> path) {
    return switch (expr) {
      case VectorSelector v -> path.add(v.shift());
      case MatrixSelector m -> path.add(m.selector().shift());
      case Subquery s -> {
        path.add(s.shift());
        if (!firstSelector(s.expr(), path)) {
          path.removeLast();
          yield false;
        }
        yield true;
      }
      case Paren p -> firstSelector(p.expr(), path);
      case Unary u -> firstSelector(u.expr(), path);
      case Binary b -> firstSelector(b.left(), path) || firstSelector(b.right(), path);
      case Aggregate a ->
          firstSelector(a.expr(), path) || (a.param() != null && firstSelector(a.param(), path));
      case Call c -> c.args().stream().anyMatch(arg -> firstSelector(arg, path));
      case NumberLiteral n -> false;
      case StringLiteral s -> false;
    };
  }
}
