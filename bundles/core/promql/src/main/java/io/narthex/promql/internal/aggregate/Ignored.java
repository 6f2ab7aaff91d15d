// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.ast.Span;
import io.narthex.promql.internal.execution.StepSeries;

/** Says that an aggregation passes over histograms. */
final class Ignored {

  private Ignored() {}

  /** Makes the remark when the series has a histogram, about the aggregation's argument. */
  static void histograms(AggregateContext context, StepSeries series) {
    histograms(context, series, context.innerSpan());
  }

  static void histograms(AggregateContext context, StepSeries series, Span span) {
    if (!series.hasHistograms()) {
      return;
    }
    for (int i = 0; i < series.steps(); i++) {
      if (series.histogram(i) != null) {
        context.remark(Remarks.histogramIgnored(context.op().text(), span));
        return;
      }
    }
  }
}
