// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpQueriesTest {

  @Test
  void asks_for_metrics_of_many_and_of_few_series_and_for_buckets() {
    List<String> asked =
        expressions(
            2,
            new Ranked("huge", 401),
            new Ranked("wide", 400),
            new Ranked("with space", 300),
            new Ranked("latency_bucket", 200),
            new Ranked("load", 24));
    assertThat(asked)
        .contains(
            "rate(wide{}[5m])",
            "quantile_over_time(0.9, load{}[1h])",
            "sum by (instance) (last_over_time({__name__=~\"wide|load\",}[5m]))",
            "histogram_quantile(0.9, sum by (le) (rate(latency_bucket{}[5m])))")
        .noneMatch(text -> text.contains("huge") || text.contains("space"));
  }

  @Test
  void asks_for_three_metrics_of_a_kind() {
    assertThat(
            expressions(
                2,
                new Ranked("a", 100),
                new Ranked("b", 90),
                new Ranked("c", 80),
                new Ranked("d", 70),
                new Ranked("x", 5),
                new Ranked("y", 4)))
        .contains("a{}", "b{}", "c{}", "x{}", "y{}", "topk(5, {__name__=~\"a|x|y|b|c|d\",})")
        .doesNotContain("d{}");
  }

  @Test
  void leaves_out_what_needs_a_kind_that_is_missing() {
    assertThat(expressions(1, new Ranked("load", 1)))
        .contains("load{}")
        .noneMatch(text -> text.contains("MANY") || text.contains("bucket"));
    assertThat(expressions(1)).isEmpty();
  }

  @Test
  void takes_a_few_instances_of_a_large_fleet() {
    // 2,000 instances of 50 and of one series each, of which two are asked for.
    assertThat(expressions(2000, new Ranked("cpu", 100_000), new Ranked("load", 2000)))
        .contains(
            "rate(cpu{instance=~\"host-1\\\\.x:9100|host-2\\\\.x:9100\"}[5m])",
            "load{instance=~\"host-1\\\\.x:9100|host-2\\\\.x:9100\"}");
  }

  @Test
  void asks_nothing_when_even_an_instance_is_too_large() {
    assertThat(expressions(3, new Ranked("cpu", 100_000))).isEmpty();
  }

  @Test
  void asks_now_for_an_hour_and_for_five_but_not_before_the_first_sample() {
    assertThat(WarmUpQueries.targets("a+b", statistics(List.of(), 0, 0, 36_000_000)))
        .containsExactly(
            "/api/v1/query?timeout=1s&query=a%2Bb&time=36000",
            "/api/v1/query_range?timeout=1s&query=a%2Bb&start=32400&end=36000&step=15",
            "/api/v1/query_range?timeout=1s&query=a%2Bb&start=18000&end=36000&step=60");
    assertThat(WarmUpQueries.targets("a", statistics(List.of(), 0, 35_000_000, 36_000_000)))
        .element(2)
        .asString()
        .contains("start=35000&");
  }

  private static List<String> expressions(long instances, Ranked... metrics) {
    return WarmUpQueries.expressions(
        statistics(List.of(metrics), instances, 0, 0),
        List.of("host-1.x:9100", "host-2.x:9100", "not a host"));
  }

  static StorageStatistics statistics(
      List<Ranked> metrics, long instances, long minTimeMs, long maxTimeMs) {
    return new StorageStatistics(
        1,
        1,
        1,
        minTimeMs,
        maxTimeMs,
        1,
        metrics,
        List.of(new Ranked("instance", instances)),
        List.of(),
        List.of());
  }
}
