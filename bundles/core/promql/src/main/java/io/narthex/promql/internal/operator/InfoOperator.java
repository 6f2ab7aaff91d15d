// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import com.google.re2j.Pattern;
import io.narthex.promql.internal.ast.VectorSelector.Extension;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.promql.internal.function.FunctionCall;
import io.narthex.promql.internal.scan.InstantScan;
import io.narthex.promql.internal.scan.Selector;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * info(): adds the labels of info series that have the same job and instance. Info series are
 * looked up at the time that the modifiers of the first argument name.
 */
public final class InfoOperator {

  private static final Matcher TARGET_INFO = Matcher.equal(Label.METRIC_NAME, "target_info");
  private static final Matcher ANY_INFO =
      new Matcher(Label.METRIC_NAME, Matcher.Type.REGEX, ".+_info");

  private final FunctionCall call;
  private final Execution execution;
  private final VectorOperator base;
  private final List<Matcher> nameMatchers = new ArrayList<>();
  private final List<Matcher> dataMatchers = new ArrayList<>();

  private InfoOperator(FunctionCall call) {
    this.call = call;
    this.execution = call.execution();
    this.base = call.vector(0);
    Selector selector = call.count() > 1 ? call.selector(1) : null;
    if (selector != null) {
      for (Matcher m : selector.matchers()) {
        (m.name().equals(Label.METRIC_NAME) ? nameMatchers : dataMatchers).add(m);
      }
    }
  }

  /** Returns the operator of a call. */
  public static VectorOperator of(FunctionCall call) {
    InfoOperator info = new InfoOperator(call);
    return new CollectedOperator(true, info::evaluate);
  }

  /** The conditions on info metrics' names; without a positive one a name must end in _info. */
  private List<Matcher> names() {
    if (nameMatchers.isEmpty()) {
      return List.of(TARGET_INFO);
    }
    for (Matcher m : nameMatchers) {
      if (m.type() == Matcher.Type.EQUAL || m.type() == Matcher.Type.REGEX) {
        return nameMatchers;
      }
    }
    List<Matcher> all = new ArrayList<>(nameMatchers);
    all.addFirst(ANY_INFO);
    return all;
  }

  private List<StepSeries> evaluate() {
    List<StepSeries> series = Collector.collect(base, execution.limits());
    List<CompiledMatcher> names = names().stream().map(CompiledMatcher::new).toList();
    List<StepSeries> enriched = new ArrayList<>();
    SameLabels results = new SameLabels();
    for (StepSeries s : series) {
      String name = s.labels().metricName();
      if (names.stream().allMatch(m -> m.test(name))) {
        // Info series themselves stay as they are.
        results.add(s);
      } else {
        enriched.add(s);
      }
    }
    InfoSeries info = new InfoSeries(select(enriched));
    boolean mustMatch = dataMatchers.stream().map(CompiledMatcher::new).anyMatch(m -> !m.test(""));
    InfoLabels labels = new InfoLabels(dataMatchers);
    for (StepSeries s : enriched) {
      execution.limits().check();
      enrich(s, info.matching(s.labels()), mustMatch, labels, results);
    }
    return results.series();
  }

  private List<StepSeries> select(List<StepSeries> enriched) {
    Map<String, TreeSet<String>> values = new TreeMap<>();
    for (StepSeries s : enriched) {
      for (String label : InfoSeries.IDENTIFYING) {
        String value = s.labels().get(label);
        if (!value.isEmpty()) {
          values.computeIfAbsent(label, l -> new TreeSet<>()).add(value);
        }
      }
    }
    if (values.isEmpty()) {
      return List.of();
    }
    List<Matcher> matchers = new ArrayList<>();
    values.forEach(
        (label, set) ->
            matchers.add(
                new Matcher(
                    label,
                    Matcher.Type.REGEX,
                    String.join("|", set.stream().map(Pattern::quote).toList()))));
    matchers.addAll(dataMatchers);
    matchers.addAll(names());
    Selector time = call.firstSelector(0);
    Selector selector =
        new Selector(
            matchers,
            time == null ? null : time.atMs(),
            time == null ? 0 : time.offsetMs(),
            Extension.NONE,
            false,
            new Selector.Use("info", false, List.of()));
    InstantScan scan =
        new InstantScan(execution, selector, call.grid(), InstantScan.Take.INFO_TIMESTAMP);
    return Collector.collect(scan, execution.limits());
  }

  private void enrich(
      StepSeries s,
      List<List<StepSeries>> candidates,
      boolean mustMatch,
      InfoLabels infoLabels,
      SameLabels results) {
    int steps = s.steps();
    Map<Labels, StepSeries> outs = new LinkedHashMap<>();
    for (int i = 0; i < steps; i++) {
      if (!s.present(i)) {
        continue;
      }
      List<StepSeries> found = new ArrayList<>(candidates.size());
      for (List<StepSeries> sameName : candidates) {
        StepSeries newest = InfoSeries.newest(sameName, i);
        if (newest != null) {
          found.add(newest);
        }
      }
      Labels labels = infoLabels.of(s.labels(), found, mustMatch);
      if (labels == null) {
        continue;
      }
      StepSeries out =
          outs.computeIfAbsent(
              labels,
              l -> {
                StepSeries fresh = new StepSeries(steps);
                fresh.label(l, s.dropName());
                return fresh;
              });
      Histogram h = s.histogram(i);
      if (h == null) {
        out.set(i, s.values()[i]);
      } else {
        out.set(i, h);
      }
    }
    outs.values().forEach(results::add);
  }
}
