// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.function.FunctionRegistry;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.promql.internal.parser.ParserOptions;
import org.junit.jupiter.api.Test;

/** Wrapped expressions; Prometheus wraps them the same. */
class PrettyPrinterTest {

  private static String print(String text) {
    return PrettyPrinter.print(
        Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type));
  }

  @Test
  void shortOnesStayOnALine() {
    assertThat(print("sum(\n a)  # comment")).isEqualTo("sum(a)");
  }

  @Test
  void operatorsStandBetweenTheirSides() {
    assertThat(
            print(
                "sum by (job, instance) (rate(http_requests_total{code=~\"5..\",method!=\"GET\","
                    + "path=~\"/api/.*\"}[5m] offset 1h)) / ignoring (code) group_left"
                    + " sum(rate(http_requests_total[5m])) > bool 0.01"))
        .isEqualTo(
            """
                sum by (job, instance) (
                  rate(http_requests_total{code=~"5..",method!="GET",path=~"/api/.*"}[5m] offset 1h)
                )
              / ignoring (code) group_left ()
                sum(rate(http_requests_total[5m]))
            > bool
              0.01\
            """);
  }

  @Test
  void argumentsHaveALineEach() {
    assertThat(
            print(
                "topk(5, label_replace(-(rate(a_long_metric_name_total{job=\"prometheus\"}[5m])),"
                    + " \"destination_label\", \"$1\", \"source_label\", \"(.*)\"))"))
        .isEqualTo(
            """
            topk(
              5,
              label_replace(
                -(rate(a_long_metric_name_total{job="prometheus"}[5m])),
                "destination_label",
                "$1",
                "source_label",
                "(.*)"
              )
            )\
            """);
  }

  @Test
  void subqueriesKeepTheirBrackets() {
    assertThat(
            print(
                "max_over_time((sum without (instance) (some_metric_with_a_long_name{label=\"value\"})"
                    + " + some_other_metric_name{label=\"value\"})[30m:1m] @ end() offset 5m)"))
        .isEqualTo(
            """
            max_over_time(
              (
                  sum without (instance) (some_metric_with_a_long_name{label="value"})
                +
                  some_other_metric_name{label="value"}
              )[30m:1m] @ end() offset 5m
            )\
            """);
  }
}
