// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What dashboards ask, of metrics that are stored: each usual kind of selector, function, operator
 * and aggregation over a metric of many series, one of few, a histogram, and over several at once,
 * whose columns are not encoded all alike. Where every metric has more series than such a query
 * should read, a few instances stand for all.
 */
final class WarmUpQueries {

  /** How many entries of each ranking are looked at. */
  static final int RANKING = 500;

  /** How many instances stand for all. */
  static final int INSTANCES = 4;

  /** At most so many metrics of each kind are asked for. */
  private static final int METRICS = 3;

  /** Several at once are so many of many series, and twice as many of few. */
  private static final int SOME = 8;

  private static final int FEW = 24;
  private static final int MANY = 400;

  private static final long HOUR_S = 3600;
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern INSTANCE = Pattern.compile("[a-zA-Z0-9_:.-]+");

  /** {@code ONLY} stands for a matcher of instances or for nothing. */
  private static final List<String> TEMPLATES =
      List.of(
          "MANY{ONLY}",
          "rate(MANY{ONLY}[5m])",
          "sum by (instance) (rate(MANY{ONLY}[5m]))",
          "sum(rate(MANY{instance!=\"\",ONLY}[5m]))",
          "1 - avg by (job) (irate(MANY{ONLY}[5m]))",
          "topk(5, MANY{ONLY})",
          "max_over_time(sum(rate(MANY{ONLY}[5m]))[1h:1m])",
          "rate(MANY{ONLY}[5m]) * on (instance, job) group_left ()"
              + " max by (instance, job) (FEW{ONLY})",
          "topk(5, {__name__=~\"SOME\",ONLY})",
          "sum by (instance) (last_over_time({__name__=~\"SOME\",ONLY}[5m]))",
          "count by (__name__) ({__name__=~\"SOME\",ONLY})",
          "FEW{ONLY}",
          "FEW{ONLY} - FEW{ONLY} / 2",
          "FEW{ONLY} / FEW{ONLY} * 100 > 1",
          "avg_over_time(FEW{ONLY}[10m])",
          "max_over_time(FEW{ONLY}[1h])",
          "quantile_over_time(0.9, FEW{ONLY}[1h])",
          "histogram_quantile(0.9, sum by (le) (rate(BUCKETS{ONLY}[5m])))");

  private final List<String> many = new ArrayList<>();
  private final List<String> few = new ArrayList<>();
  private final List<String> buckets = new ArrayList<>();
  private final String only;

  private WarmUpQueries(String only) {
    this.only = only;
  }

  /**
   * Returns expressions.
   *
   * @param instances values of the label {@code instance}, {@link #INSTANCES} of them or all
   * @return none when no metric suits
   */
  static List<String> expressions(StorageStatistics statistics, Collection<String> instances) {
    WarmUpQueries all = new WarmUpQueries("");
    statistics.seriesByMetric().forEach(metric -> all.sort(metric.name(), metric.value()));
    if (!all.many.isEmpty() && !all.few.isEmpty()) {
      return all.filled();
    }
    long total = values(statistics, "instance");
    List<String> some =
        instances.stream()
            .filter(value -> INSTANCE.matcher(value).matches())
            .map(value -> value.replace(".", "\\\\."))
            .toList();
    if (some.isEmpty() || total <= some.size()) {
      return all.filled();
    }
    WarmUpQueries sample = new WarmUpQueries("instance=~\"" + String.join("|", some) + "\"");
    statistics
        .seriesByMetric()
        .forEach(metric -> sample.sort(metric.name(), metric.value() * some.size() / total));
    return sample.filled();
  }

  private static long values(StorageStatistics statistics, String label) {
    return statistics.valuesByLabel().stream()
        .filter(entry -> entry.name().equals(label))
        .mapToLong(Ranked::value)
        .findFirst()
        .orElse(0);
  }

  private void sort(String metric, long series) {
    if (series > MANY || !METRIC.matcher(metric).matches()) {
      return;
    }
    if (metric.endsWith("_bucket")) {
      buckets.add(metric);
    } else if (series > FEW) {
      many.add(metric);
    } else {
      few.add(metric);
    }
  }

  private List<String> filled() {
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < METRICS; i++) {
      List<String> several = several(i);
      for (String template : TEMPLATES) {
        String expression = fill(template, "MANY", many, i);
        expression = fill(expression, "FEW", few, i);
        expression = fill(expression, "BUCKETS", buckets, i);
        expression = fill(expression, "SOME", several, 0);
        if (!expression.isEmpty()) {
          expressions.add(expression.replace("ONLY", only));
        }
      }
    }
    return expressions;
  }

  /** Returns the alternation that stands for several metrics, or nothing. */
  private List<String> several(int i) {
    Set<String> names = new LinkedHashSet<>();
    for (int n = 0; n < SOME; n++) {
      add(names, many, SOME * i + n);
      add(names, few, 2 * (SOME * i + n));
      add(names, few, 2 * (SOME * i + n) + 1);
    }
    return names.isEmpty() ? List.of() : List.of(String.join("|", names));
  }

  private static void add(Set<String> names, List<String> metrics, int i) {
    if (!metrics.isEmpty()) {
      names.add(metrics.get(i % metrics.size()));
    }
  }

  /** Returns nothing when the metric is missing. */
  private static String fill(String template, String place, List<String> metrics, int i) {
    if (!template.contains(place)) {
      return template;
    }
    return metrics.isEmpty() ? "" : template.replace(place, metrics.get(i % metrics.size()));
  }

  /** Returns the requests that ask an expression now, over the last hour and the last five. */
  static List<String> targets(String expression, StorageStatistics statistics) {
    long end = statistics.maxTimeMs() / 1000;
    long first = statistics.minTimeMs() / 1000;
    // What takes longer is of no use here, and in the way.
    String query = "timeout=1s&query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return List.of(
        "/api/v1/query?" + query + "&time=" + end,
        range(query, Math.max(first, end - HOUR_S), end, 15),
        range(query, Math.max(first, end - 5 * HOUR_S), end, 60));
  }

  private static String range(String query, long start, long end, int step) {
    return "/api/v1/query_range?" + query + "&start=" + start + "&end=" + end + "&step=" + step;
  }
}
