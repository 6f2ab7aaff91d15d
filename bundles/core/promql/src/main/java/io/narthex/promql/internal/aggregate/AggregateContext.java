// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.ast.AggregateOp;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.Execution;

/**
 * What accumulators know beside the series.
 *
 * @param steps how many steps there are
 * @param param the parameter at each step; empty when there is none
 * @param span where the aggregation stands in the text
 * @param innerSpan where its argument stands
 */
record AggregateContext(
    Execution execution, AggregateOp op, int steps, double[] param, Span span, Span innerSpan) {

  void remark(Annotation annotation) {
    execution.annotations().add(annotation);
  }
}
