// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import io.narthex.promql.internal.ast.Aggregate;
import io.narthex.promql.internal.ast.Binary;
import io.narthex.promql.internal.ast.Call;
import io.narthex.promql.internal.ast.Expr;
import io.narthex.promql.internal.ast.MatrixSelector;
import io.narthex.promql.internal.ast.NumberLiteral;
import io.narthex.promql.internal.ast.Paren;
import io.narthex.promql.internal.ast.StringLiteral;
import io.narthex.promql.internal.ast.Subquery;
import io.narthex.promql.internal.ast.Unary;
import io.narthex.promql.internal.ast.VectorSelector;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.ResetDetection;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Histograms that are read without buckets, because only their count and sum matter. It shows: what
 * the buckets tell of resets becomes a hint, and bounds that differ are not noticed.
 */
final class CountsOnly {

  private static final Set<String> COUNTS =
      Set.of("histogram_count", "histogram_sum", "histogram_avg");
  private static final Set<String> BUCKETS =
      Set.of("histogram_quantile", "histogram_quantiles", "histogram_fraction");
  private static final double[] NONE = {};

  private final Set<VectorSelector> found = Collections.newSetFromMap(new IdentityHashMap<>());

  private CountsOnly() {}

  /** Returns, by identity, the selectors whose histograms are read so. */
  static Set<VectorSelector> selectors(Expr query) {
    CountsOnly counts = new CountsOnly();
    counts.visit(query, false, false);
    return counts.found;
  }

  /** Visits downwards; the functions that need buckets win wherever they are. */
  private void visit(Expr expr, boolean counted, boolean bucketed) {
    switch (expr) {
      case VectorSelector v -> {
        if (counted && !bucketed) {
          found.add(v);
        }
      }
      case MatrixSelector m -> visit(m.selector(), counted, bucketed);
      case Subquery s -> visit(s.expr(), counted, true);
      case Paren p -> visit(p.expr(), counted, bucketed);
      case Unary u -> visit(u.expr(), counted, bucketed);
      case Binary b -> {
        visit(b.left(), counted, bucketed || b.op().isTrim());
        visit(b.right(), counted, bucketed || b.op().isTrim());
      }
      case Aggregate a -> {
        visit(a.expr(), counted, bucketed);
        if (a.param() != null) {
          visit(a.param(), counted, bucketed);
        }
      }
      case Call c -> {
        String name = c.function().name();
        for (Expr arg : c.args()) {
          visit(arg, counted || COUNTS.contains(name), bucketed || BUCKETS.contains(name));
        }
      }
      case NumberLiteral n -> {}
      case StringLiteral s -> {}
    }
  }

  /** Takes the buckets off the samples of a series. */
  static List<Element> reduced(List<Element> series) {
    List<Element> result = new ArrayList<>();
    FloatHistogram before = null;
    for (Element e : series) {
      FloatHistogram h = e.histogram();
      if (h == null || Selectors.isStale(e)) {
        result.add(e);
        continue;
      }
      ResetHint hint = h.hint();
      if (hint == ResetHint.UNKNOWN && before != null) {
        hint = ResetDetection.isReset(h, before) ? ResetHint.RESET : ResetHint.NOT_RESET;
      }
      before = h;
      result.add(
          e.with(
              0,
              FloatHistogram.of(
                  new Histogram(
                      h.schema(),
                      false,
                      hint,
                      0,
                      0,
                      h.count(),
                      h.sum(),
                      List.<BucketSpan>of(),
                      NONE,
                      List.of(),
                      NONE,
                      NONE))));
    }
    return result;
  }
}
