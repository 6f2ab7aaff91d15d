// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.ExplainedOperator;
import io.narthex.web.json.JsonStream;
import java.io.IOException;

/** What each operator of a query cost, as the member {@code explain}; times are in seconds. */
final class ExplanationJson {

  private ExplanationJson() {}

  static void write(JsonStream json, ExplainedOperator operator) throws IOException {
    json.beginObject().name("operator").value(operator.operator());
    json.name("expression").value(operator.expression());
    json.name("start").value(operator.start());
    json.name("end").value(operator.end());
    json.name("seconds").number(operator.nanos() / 1e9);
    json.name("totalSeconds").number(operator.totalNanos() / 1e9);
    json.name("series").value(operator.series());
    json.name("samples").value(operator.samples());
    json.name("inputs").beginArray();
    for (ExplainedOperator input : operator.inputs()) {
      write(json, input);
    }
    json.endArray().endObject();
  }
}
