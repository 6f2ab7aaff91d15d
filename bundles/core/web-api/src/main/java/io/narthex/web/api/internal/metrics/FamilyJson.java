// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.metrics;

import io.narthex.web.json.JsonStream;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.IOException;

/**
 * Writes families in the JSON form of the protobuf message {@code
 * io.prometheus.client.MetricFamily}: names in camel case, 64-bit integers and what is no finite
 * number as strings.
 */
final class FamilyJson {

  private FamilyJson() {}

  /** Returns the name by which a family is exposed. */
  static String name(MetricSnapshot family) {
    String name = family.getMetadata().getPrometheusName();
    DataPointSnapshot first =
        family.getDataPoints().isEmpty() ? null : family.getDataPoints().getFirst();
    return switch (first) {
      case CounterDataPointSnapshot _ -> name + "_total";
      case InfoDataPointSnapshot _ -> name + "_info";
      case null, default -> name;
    };
  }

  static void write(JsonStream json, MetricSnapshot family) throws IOException {
    if (family.getDataPoints().isEmpty()) {
      return;
    }
    json.beginObject().name("name").value(name(family));
    String help = family.getMetadata().getHelp();
    if (help != null) {
      json.name("help").value(help);
    }
    json.name("type").value(type(family.getDataPoints().getFirst()));
    json.name("metric").beginArray();
    for (DataPointSnapshot point : family.getDataPoints()) {
      write(json, point);
    }
    json.endArray().endObject();
  }

  private static String type(DataPointSnapshot point) {
    return switch (point) {
      case CounterDataPointSnapshot _ -> "COUNTER";
      case GaugeDataPointSnapshot _, InfoDataPointSnapshot _ -> "GAUGE";
      case SummaryDataPointSnapshot _ -> "SUMMARY";
      case HistogramDataPointSnapshot _ -> "HISTOGRAM";
      default -> "UNTYPED";
    };
  }

  private static void write(JsonStream json, DataPointSnapshot point) throws IOException {
    json.beginObject();
    if (point.getLabels().size() > 0) {
      json.name("label").beginArray();
      for (Label label : point.getLabels()) {
        json.beginObject().name("name").value(label.getName());
        json.name("value").value(label.getValue()).endObject();
      }
      json.endArray();
    }
    switch (point) {
      case CounterDataPointSnapshot counter -> single(json, "counter", counter.getValue());
      case GaugeDataPointSnapshot gauge -> single(json, "gauge", gauge.getValue());
      case InfoDataPointSnapshot _ -> single(json, "gauge", 1);
      case SummaryDataPointSnapshot summary -> summary(json, summary);
      case HistogramDataPointSnapshot histogram -> histogram(json, histogram);
      case UnknownDataPointSnapshot unknown -> single(json, "untyped", unknown.getValue());
      default -> json.name("untyped").beginObject().endObject();
    }
    json.endObject();
  }

  private static void single(JsonStream json, String type, double value) throws IOException {
    json.name(type).beginObject();
    number(json.name("value"), value);
    json.endObject();
  }

  private static void summary(JsonStream json, SummaryDataPointSnapshot summary)
      throws IOException {
    json.name("summary").beginObject();
    json.name("sampleCount").value(Long.toString(summary.getCount()));
    number(json.name("sampleSum"), summary.getSum());
    if (summary.getQuantiles().size() > 0) {
      json.name("quantile").beginArray();
      for (Quantile quantile : summary.getQuantiles()) {
        json.beginObject();
        number(json.name("quantile"), quantile.getQuantile());
        number(json.name("value"), quantile.getValue());
        json.endObject();
      }
      json.endArray();
    }
    json.endObject();
  }

  private static void histogram(JsonStream json, HistogramDataPointSnapshot histogram)
      throws IOException {
    json.name("histogram").beginObject();
    json.name("sampleCount").value(Long.toString(histogram.getCount()));
    number(json.name("sampleSum"), histogram.getSum());
    ClassicHistogramBuckets buckets = histogram.getClassicBuckets();
    json.name("bucket").beginArray();
    long count = 0;
    for (int i = 0; i < buckets.size(); i++) {
      count += buckets.getCount(i);
      json.beginObject().name("cumulativeCount").value(Long.toString(count));
      number(json.name("upperBound"), buckets.getUpperBound(i));
      json.endObject();
    }
    json.endArray().endObject();
  }

  private static void number(JsonStream json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.number(value);
    } else {
      json.value(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
  }
}
