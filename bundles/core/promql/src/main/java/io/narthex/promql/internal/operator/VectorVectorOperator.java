// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Matching.Cardinality;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Collector;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.execution.Execution;
import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SameLabels;
import io.narthex.promql.internal.execution.SeriesSink;
import io.narthex.promql.internal.execution.SeriesWriter;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.execution.VectorOperator;
import io.narthex.spi.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic and comparisons between the elements of two vectors. Both sides are sorted into groups
 * of one signature; within a group the "one" side must not have two elements at the same step.
 */
public final class VectorVectorOperator implements VectorOperator {

  private final Execution execution;
  private final VectorOperator left;
  private final VectorOperator right;
  private final BinaryOp op;
  private final Matching matching;
  private final boolean returnBool;
  private final int steps;
  private final Signatures signatures;
  private final ElementOperation elements;
  private final ResultLabels resultLabels;

  /** An operator over two vectors. */
  public VectorVectorOperator(
      Execution execution,
      VectorOperator left,
      VectorOperator right,
      BinaryOp op,
      Matching matching,
      boolean returnBool,
      int steps,
      Span span) {
    this.execution = execution;
    this.left = left;
    this.right = right;
    this.op = op;
    this.matching = matching;
    this.returnBool = returnBool;
    this.steps = steps;
    this.signatures = new Signatures(matching);
    this.elements = new ElementOperation(op, span);
    boolean dropName =
        op.changesMetric() || (returnBool && !execution.features().delayedNameRemoval());
    this.resultLabels = new ResultLabels(matching, dropName);
  }

  @Override
  public boolean namesDiffer() {
    return !op.changesMetric();
  }

  /** The elements of one signature. */
  private static final class Group {
    final List<StepSeries> many = new ArrayList<>();
    final List<StepSeries> one = new ArrayList<>();
    StepPicker picker = StepPicker.NOTHING;
  }

  @Override
  public void run(SeriesSink sink) {
    Limits limits = execution.limits();
    try (Collector lefts = Collector.of(left, limits);
        Collector rights = new Collector(limits)) {
      boolean any = !lefts.series().isEmpty() || matching.fills();
      // If nothing can match, the other side still says what it has to say.
      right.run(any ? rights : SeriesSink.of(s -> {}));
      match(lefts.series(), rights.series(), sink);
    }
  }

  private void match(List<StepSeries> lefts, List<StepSeries> rights, SeriesSink sink) {
    boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (StepSeries s : lefts) {
      Group g = groups.computeIfAbsent(signatures.of(s.labels()), k -> new Group());
      (swapped ? g.one : g.many).add(s);
    }
    for (StepSeries s : rights) {
      Group g = groups.computeIfAbsent(signatures.of(s.labels()), k -> new Group());
      (swapped ? g.many : g.one).add(s);
    }
    boolean[] manyPresent = manyPresent(groups.values());
    // All duplicates are told before any match is, as upstream has it.
    groups.forEach(
        (signature, group) ->
            group.picker = StepPicker.of(group.one, manyPresent, signature, swapped));
    SameLabels results = new SameLabels();
    LastRemarks remarks = new LastRemarks(steps);
    long held = 0;
    for (Map.Entry<Labels, Group> entry : groups.entrySet()) {
      execution.limits().check();
      held += group(entry.getKey(), entry.getValue(), swapped, results, remarks);
    }
    remarks.tell(execution.annotations());
    try (SeriesWriter writer = sink.open()) {
      results.series().forEach(writer::accept);
    }
    execution.limits().releaseBytes(held);
  }

  /** Returns at which steps the "many" side has anything; asked for only where it is looked at. */
  private boolean[] manyPresent(Collection<Group> groups) {
    boolean[] present = new boolean[steps];
    Arrays.fill(present, matching.fills());
    boolean asked = false;
    for (Group g : groups) {
      asked |= g.one.size() > 1;
    }
    if (asked) {
      for (Group g : groups) {
        for (StepSeries s : g.many) {
          for (int i = 0; i < steps; i++) {
            present[i] |= s.present(i);
          }
        }
      }
    }
    return present;
  }

  /** Computes a group; returns how many bytes were accounted for that are no part of the input. */
  private long group(
      Labels signature, Group group, boolean swapped, SameLabels results, LastRemarks remarks) {
    // As upstream has it, the right value is for the "one" side whichever side that is.
    Double fillOne = matching.fillRight();
    Double fillMany = matching.fillLeft();
    if ((group.one.isEmpty() && fillOne == null) || (group.many.isEmpty() && fillMany == null)) {
      return 0;
    }
    if (!matching.fills() && computeWhole(group, swapped, results)) {
      return 0;
    }
    GroupResults out =
        new GroupResults(
            execution.limits(), matching.cardinality() == Cardinality.ONE_TO_ONE, steps);
    Pairing pairing = new Pairing(elements, op, returnBool, swapped);
    for (StepSeries m : group.many) {
      for (int i = 0; i < steps; i++) {
        if (!m.present(i)) {
          continue;
        }
        StepSeries o = group.picker.at(i);
        if (o == null && fillOne == null) {
          continue;
        }
        double fill = fillOne == null ? 0 : fillOne;
        if (pairing.compute(m, fill, o, fill, i)) {
          Labels labels = resultLabels.of(m.labels(), o == null ? signature : o.labels());
          out.put(labels, i, pairing, returnBool);
        }
        remarks.add(i, m.labels(), false, pairing.remark());
      }
    }
    if (fillMany != null) {
      fillMany(signature, group, fillMany, pairing, out, remarks);
    }
    out.addTo(results);
    return out.heldBytes();
  }

  /**
   * Computes whole series where no two of them can meet at a step, in the place of the "many" side.
   *
   * @return false when that is not known here, and nothing was done
   */
  private boolean computeWhole(Group group, boolean swapped, SameLabels results) {
    List<StepSeries> many = group.many;
    boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
    if (group.one.size() > 1 || (oneToOne && many.size() > 1)) {
      return false;
    }
    StepSeries one = group.one.getFirst();
    Labels[] labels = new Labels[many.size()];
    for (int k = 0; k < labels.length; k++) {
      if (!WholeSeries.suits(op, many.get(k), one)) {
        return false;
      }
      labels[k] = resultLabels.of(many.get(k).labels(), one.labels());
    }
    if (labels.length > 1 && new HashSet<>(Arrays.asList(labels)).size() < labels.length) {
      return false;
    }
    for (int k = 0; k < labels.length; k++) {
      StepSeries m = many.get(k);
      WholeSeries.compute(op, swapped ? one : m, swapped ? m : one, m);
      m.label(labels[k], false);
      if (!m.isEmpty()) {
        results.add(m);
      }
    }
    return true;
  }

  /** The elements of the "one" side that met none. */
  private void fillMany(
      Labels signature,
      Group group,
      double fill,
      Pairing pairing,
      GroupResults out,
      LastRemarks remarks) {
    for (StepSeries o : group.one) {
      for (int i = 0; i < steps; i++) {
        if (!o.present(i) || out.matched(i)) {
          continue;
        }
        if (pairing.compute(null, fill, o, fill, i)) {
          out.put(resultLabels.of(signature, o.labels()), i, pairing, returnBool);
        }
        remarks.add(i, o.labels(), true, pairing.remark());
      }
    }
  }

  /** Finds the element that the "one" side of a group has at a step. */
  private record StepPicker(List<StepSeries> series, int @Nullable [] index) {

    static final StepPicker NOTHING = new StepPicker(List.of(), null);

    static StepPicker of(
        List<StepSeries> series, boolean[] manyPresent, Labels signature, boolean oneIsLeft) {
      if (series.size() < 2) {
        return new StepPicker(series, null);
      }
      int[] index = new int[manyPresent.length];
      Arrays.fill(index, -1);
      for (int i = 0; i < index.length; i++) {
        for (int k = 0; k < series.size(); k++) {
          if (series.get(k).present(i)) {
            if (index[i] >= 0 && manyPresent[i]) {
              throw duplicate(series.get(index[i]), series.get(k), signature, oneIsLeft);
            }
            index[i] = k;
          }
        }
      }
      return new StepPicker(series, index);
    }

    private static EvaluationException duplicate(
        StepSeries a, StepSeries b, Labels signature, boolean oneIsLeft) {
      String first = a.labels().toString();
      String second = b.labels().toString();
      boolean ordered = first.compareTo(second) <= 0;
      return new EvaluationException(
          "found duplicate series for the match group "
              + signature
              + " on the "
              + (oneIsLeft ? "left" : "right")
              + " hand-side of the operation: ["
              + (ordered ? first : second)
              + ", "
              + (ordered ? second : first)
              + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    @Nullable StepSeries at(int step) {
      if (index != null) {
        return index[step] < 0 ? null : series.get(index[step]);
      }
      if (series.isEmpty()) {
        return null;
      }
      StepSeries only = series.getFirst();
      return only.present(step) ? only : null;
    }
  }
}
