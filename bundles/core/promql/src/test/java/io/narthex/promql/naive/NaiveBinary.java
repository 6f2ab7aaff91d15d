// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.BinaryOp;
import io.narthex.promql.internal.ast.Matching;
import io.narthex.promql.internal.ast.Matching.Cardinality;
import io.narthex.promql.internal.ast.ValueType;
import io.narthex.promql.naive.NaiveOperator.Outcome;
import io.narthex.promql.naive.NaiveValue.Num;
import io.narthex.promql.naive.NaiveValue.Vec;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Binary operations between scalars and vectors. */
final class NaiveBinary {

  private final Interpreter interpreter;
  private final Binary binary;
  private final NaiveOperator operator;

  NaiveBinary(Interpreter interpreter, Binary binary) {
    this.interpreter = interpreter;
    this.binary = binary;
    operator = new NaiveOperator(interpreter.context().annotations(), binary);
  }

  NaiveValue evaluate(long time) {
    boolean leftScalar = binary.left().type() == ValueType.SCALAR;
    boolean rightScalar = binary.right().type() == ValueType.SCALAR;
    if (leftScalar && rightScalar) {
      double left = interpreter.scalar(binary.left(), time);
      double right = interpreter.scalar(binary.right(), time);
      return new Num(NaiveOperator.scalars(binary.op(), left, right));
    }
    List<Element> left = interpreter.vector(binary.left(), time);
    List<Element> right = interpreter.vector(binary.right(), time);
    if (leftScalar || rightScalar) {
      return new Vec(
          leftScalar
              ? withScalar(right, left.getFirst(), true)
              : withScalar(left, right.getFirst(), false));
    }
    return new Vec(
        switch (binary.op()) {
          case AND, OR, UNLESS -> sets(left, right);
          default -> matched(left, right);
        });
  }

  private List<Element> withScalar(List<Element> vector, Element scalar, boolean scalarLeft) {
    BinaryOp op = binary.op();
    List<Element> result = new ArrayList<>();
    for (Element e : vector) {
      operator.startOver();
      Outcome outcome = scalarLeft ? operator.apply(scalar, e) : operator.apply(e, scalar);
      operator.tellLast();
      if (outcome == null) {
        continue;
      }
      Element value = e.with(outcome.value(), outcome.histogram());
      if (op.isComparison() && scalarLeft) {
        value = e;
      }
      if (binary.returnBool()) {
        value = e.with(outcome.keep() ? 1 : 0, null);
      } else if (!outcome.keep()) {
        continue;
      }
      boolean drop = op.changesMetric() || binary.returnBool() || e.dropName();
      result.add(value.with(e.labels(), drop));
    }
    return result;
  }

  private Matching matching() {
    return Objects.requireNonNullElse(binary.matching(), Matching.DEFAULT);
  }

  private Labels signature(Labels labels) {
    Matching m = matching();
    return m.on()
        ? labels.keep(m.labels()::contains)
        : labels.keep(n -> !n.equals(Label.METRIC_NAME) && !m.labels().contains(n));
  }

  private List<Element> sets(List<Element> left, List<Element> right) {
    Set<Labels> inLeft = new HashSet<>();
    Set<Labels> inRight = new HashSet<>();
    left.forEach(e -> inLeft.add(signature(e.labels())));
    right.forEach(e -> inRight.add(signature(e.labels())));
    List<Element> result = new ArrayList<>();
    for (Element e : left) {
      boolean matches = inRight.contains(signature(e.labels()));
      if (binary.op() == BinaryOp.OR || matches == (binary.op() == BinaryOp.AND)) {
        result.add(e);
      }
    }
    if (binary.op() == BinaryOp.OR) {
      right.stream().filter(e -> !inLeft.contains(signature(e.labels()))).forEach(result::add);
    }
    return result;
  }

  private List<Element> matched(List<Element> left, List<Element> right) {
    Matching m = matching();
    if ((left.isEmpty() || right.isEmpty()) && !m.fills()) {
      return List.of();
    }
    boolean swapped = m.cardinality() == Cardinality.ONE_TO_MANY;
    List<Element> many = swapped ? right : left;
    List<Element> one = swapped ? left : right;
    Map<Labels, Element> bySignature = new HashMap<>();
    for (Element e : one) {
      Element other = bySignature.put(signature(e.labels()), e);
      if (other != null) {
        throw duplicate(other, e, swapped);
      }
    }
    Map<Labels, Set<Labels>> seen = new HashMap<>();
    List<Element> result = new ArrayList<>();
    // Upstream tells the remark of the last pair.
    many = many.stream().sorted(Comparator.comparing(Element::labels)).toList();
    one = one.stream().sorted(Comparator.comparing(Element::labels)).toList();
    operator.startOver();
    // Upstream names the fill values by the sides after swapping: that of the "one" side first.
    Double fillOne = m.fillRight();
    Double fillMany = m.fillLeft();
    for (Element e : many) {
      Labels signature = signature(e.labels());
      Element partner = bySignature.get(signature);
      if (partner == null && fillOne != null) {
        partner = Element.of(signature, fillOne);
      }
      if (partner != null) {
        add(result, seen, signature, e, partner, swapped);
      }
    }
    if (fillMany != null) {
      for (Element e : one) {
        Labels signature = signature(e.labels());
        if (!seen.containsKey(signature)) {
          add(result, seen, signature, Element.of(signature, fillMany), e, swapped);
        }
      }
    }
    operator.tellLast();
    return result;
  }

  private void add(
      List<Element> result,
      Map<Labels, Set<Labels>> seen,
      Labels signature,
      Element many,
      Element one,
      boolean swapped) {
    Outcome outcome = swapped ? operator.apply(one, many) : operator.apply(many, one);
    if (outcome == null) {
      return;
    }
    Labels labels = resultLabels(many.labels(), one.labels());
    boolean oneToOne = matching().cardinality() == Cardinality.ONE_TO_ONE;
    Set<Labels> before = seen.computeIfAbsent(signature, s -> new HashSet<>());
    if (oneToOne && !before.isEmpty()) {
      throw new NaiveException(
          "multiple matches for labels: many-to-one matching must be explicit"
              + " (group_left/group_right)");
    }
    if (!before.add(labels)) {
      throw new NaiveException(
          "multiple matches for labels: grouping labels must ensure unique matches");
    }
    if (binary.returnBool()) {
      result.add(Element.of(labels, outcome.keep() ? 1 : 0).with(labels, true));
    } else if (outcome.keep()) {
      result.add(Element.of(labels, 0).with(outcome.value(), outcome.histogram()));
    }
  }

  private Labels resultLabels(Labels many, Labels one) {
    Matching m = matching();
    Labels labels = binary.op().changesMetric() ? Element.withoutNaming(many) : many;
    if (m.cardinality() == Cardinality.ONE_TO_ONE) {
      labels =
          m.on() ? labels.keep(m.labels()::contains) : labels.keep(n -> !m.labels().contains(n));
    }
    LabelsBuilder builder = labels.toBuilder();
    m.include().forEach(name -> builder.set(name, one.get(name)));
    return builder.build();
  }

  private NaiveException duplicate(Element a, Element b, boolean swapped) {
    String first = a.labels().toString();
    String second = b.labels().toString();
    boolean inOrder = first.compareTo(second) <= 0;
    return new NaiveException(
        "found duplicate series for the match group "
            + signature(a.labels())
            + " on the "
            + (swapped ? "left" : "right")
            + " hand-side of the operation: ["
            + (inOrder ? first : second)
            + ", "
            + (inOrder ? second : first)
            + "];many-to-many matching not allowed: matching labels must be unique on one side");
  }
}
