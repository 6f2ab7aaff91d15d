// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import java.util.List;
import java.util.Random;

/** Names of the series of {@link #DATA}. */
final class FuzzVocabulary implements Vocabulary {

  /** Series with steps of 15 seconds: counters, gauges, gaps, stale markers, histograms. */
  static final String DATA =
      """
      requests_total{job="a",instance="1"} 0+7x40
      requests_total{job="a",instance="2"} 5+3x20 0+2x19
      requests_total{job="b",instance="1"} 100 _x3 110+1x10 stale _x5 3+4x19
      requests_total{job="b",instance="3"} NaN 1 2 Inf 5 -Inf 7x30
      temperature{job="a",instance="1",place="x"} 20-1x20 0+3x19
      temperature{job="a",instance="2",place="y"} -5+0.25x40
      temperature{job="b",instance="1",place="x"} 0x40
      level{job="a",instance="1"} 1x10 stale _x10 2x18
      level{job="b",instance="9"} 3 -0 4 -0 5 NaN 6x30
      latency_bucket{job="a",le="0.1"} 0+1x40
      latency_bucket{job="a",le="1"} 0+3x40
      latency_bucket{job="a",le="+Inf"} 0+4x40
      latency_bucket{job="b",le="0.1"} 0+2x40
      latency_bucket{job="b",le="1"} 0+1x40
      latency_bucket{job="b",le="+Inf"} 0+2x40
      sizes{job="a"} {{schema:1 count:6 sum:9 z_bucket:1 z_bucket_w:0.001 buckets:[1 2 2]}}+{{schema:1 count:3 sum:4 buckets:[1 1 1]}}x40
      sizes{job="b"} {{schema:0 count:4 sum:2 buckets:[3 1] n_buckets:[0]}}+{{schema:0 count:2 sum:1 buckets:[1] n_buckets:[1]}}x20 {{count:1 sum:1 buckets:[1]}}x18
      sizes{job="c"} {{count:5 sum:5 buckets:[5] counter_reset_hint:gauge}}-{{count:0.1 sum:1 buckets:[0.1]}}x30
      custom{job="a"} {{schema:-53 count:6 sum:9 custom_values:[1 2] buckets:[1 2 3]}}+{{schema:-53 count:1 sum:2 custom_values:[1 2] buckets:[0 1]}}x40
      custom{job="b"} {{schema:-53 count:6 sum:9 custom_values:[1 5] buckets:[1 2 3]}}x40
      mixed{job="a"} 1x10 {{count:2 sum:1 buckets:[2]}}x10 3x10
      target_info{job="a",instance="1",version="v1"} 1x40
      target_info{job="a",instance="2",version="v2"} 1x40
      """;

  private static final List<String> METRICS =
      List.of(
          "requests_total", "temperature", "level", "latency_bucket", "sizes", "custom", "mixed");
  private static final List<String> SELECTORS =
      List.of("", "{job=\"a\"}", "{job!=\"b\"}", "{instance=~\"[12]\"}", "{place=\"\"}");
  private static final List<String> GROUPINGS =
      List.of(
          "", " by (job)", " by (job, instance)", " without (instance)", " without (le)", " by ()");
  private static final List<String> PLAIN_MATCHINGS =
      List.of("", " on (job)", " ignoring (instance)", " on (job, instance)");
  private static final List<String> MATCHINGS =
      List.of(
          "",
          " on (job)",
          " ignoring (instance)",
          " on (job, instance)",
          " on (job) group_left",
          " on (job) group_right (place)",
          " ignoring (place) group_left",
          " on (instance) fill (0)");

  private static String any(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  @Override
  public String selector(Random random) {
    return any(METRICS, random) + any(SELECTORS, random);
  }

  @Override
  public String grouping(Random random) {
    return any(GROUPINGS, random);
  }

  @Override
  public String matching(Random random) {
    return any(MATCHINGS, random);
  }

  @Override
  public String plainMatching(Random random) {
    return any(PLAIN_MATCHINGS, random);
  }

  @Override
  public long time(Random random) {
    return random.nextInt(700);
  }

  @Override
  public boolean newest() {
    return true;
  }
}
