// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.SnapshotEscaper;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes snapshots as delimited {@code MetricFamily} messages, native histograms, exemplars and
 * created timestamps with them. Names are those of the text format. For one writing.
 */
public final class ProtobufWriter {

  private final WireBuffer buffer = new WireBuffer();
  private EscapingScheme escaping = EscapingScheme.ALLOW_UTF8;

  /** Writes all families to a stream, one after the other. */
  public void write(OutputStream out, MetricSnapshots snapshots, EscapingScheme scheme)
      throws IOException {
    escaping = scheme;
    for (MetricSnapshot each : snapshots) {
      MetricSnapshot snapshot = SnapshotEscaper.escapeMetricSnapshot(each, escaping);
      if (snapshot.getDataPoints().isEmpty()) {
        continue;
      }
      buffer.clear();
      family(snapshot);
      buffer.writeTo(out);
    }
  }

  private void family(MetricSnapshot snapshot) {
    int start = buffer.begin(0);
    switch (snapshot) {
      case CounterSnapshot counter -> {
        head(snapshot, "_total", FamilyType.COUNTER);
        counter.getDataPoints().forEach(p -> counter(p, p.getValue(), p.getExemplar()));
      }
      case GaugeSnapshot gauge -> {
        head(snapshot, "", FamilyType.GAUGE);
        gauge
            .getDataPoints()
            .forEach(p -> single(FamilyType.GAUGE, p, p.getLabels(), p.getValue()));
      }
      case UnknownSnapshot unknown -> {
        head(snapshot, "", FamilyType.UNTYPED);
        unknown
            .getDataPoints()
            .forEach(p -> single(FamilyType.UNTYPED, p, p.getLabels(), p.getValue()));
      }
      case InfoSnapshot info -> {
        head(snapshot, "_info", FamilyType.GAUGE);
        info.getDataPoints().forEach(p -> single(FamilyType.GAUGE, p, p.getLabels(), 1));
      }
      case StateSetSnapshot states -> {
        head(snapshot, "", FamilyType.GAUGE);
        states
            .getDataPoints()
            .forEach(
                p -> states(SnapshotEscaper.getMetadataName(snapshot.getMetadata(), escaping), p));
      }
      case SummarySnapshot summary -> {
        head(snapshot, "", FamilyType.SUMMARY);
        summary.getDataPoints().forEach(this::summary);
      }
      case HistogramSnapshot histogram -> {
        head(
            snapshot,
            "",
            histogram.isGaugeHistogram() ? FamilyType.GAUGE_HISTOGRAM : FamilyType.HISTOGRAM);
        histogram.getDataPoints().forEach(this::histogram);
      }
      default ->
          throw new IllegalArgumentException(
              "a snapshot of an unknown kind: " + snapshot.getClass().getName());
    }
    buffer.end(start);
  }

  private void head(MetricSnapshot snapshot, String suffix, FamilyType type) {
    MetricMetadata metadata = snapshot.getMetadata();
    String base = SnapshotEscaper.getExpositionBaseMetadataName(metadata, escaping);
    boolean suffixed = !suffix.isEmpty() && base.endsWith(suffix);
    buffer.text(1, suffixed ? base : SnapshotEscaper.getMetadataName(metadata, escaping) + suffix);
    String help = metadata.getHelp();
    buffer.text(2, help == null ? "" : help);
    buffer.integer(3, type.number());
    buffer.text(5, metadata.hasUnit() ? metadata.getUnit().toString() : "");
  }

  private void counter(DataPointSnapshot point, double value, @Nullable Exemplar exemplar) {
    int metric = metric(point.getLabels());
    int counter = buffer.begin(FamilyType.COUNTER.field());
    buffer.number(1, value);
    exemplar(2, exemplar);
    created(3, point);
    buffer.end(counter);
    endMetric(metric, point);
  }

  private void single(FamilyType type, DataPointSnapshot point, Labels labels, double value) {
    int metric = metric(labels);
    int inner = buffer.begin(type.field());
    buffer.number(1, value);
    buffer.end(inner);
    endMetric(metric, point);
  }

  private void states(String name, StateSetSnapshot.StateSetDataPointSnapshot point) {
    for (int i = 0; i < point.size(); i++) {
      int metric = metric(point.getLabels());
      label(1, name, point.getName(i));
      int gauge = buffer.begin(FamilyType.GAUGE.field());
      buffer.number(1, point.isTrue(i) ? 1 : 0);
      buffer.end(gauge);
      endMetric(metric, point);
    }
  }

  private void summary(SummaryDataPointSnapshot point) {
    int metric = metric(point.getLabels());
    int summary = buffer.begin(FamilyType.SUMMARY.field());
    buffer.integer(1, point.hasCount() ? point.getCount() : 0);
    buffer.number(2, point.hasSum() ? point.getSum() : 0);
    for (Quantile quantile : point.getQuantiles()) {
      int each = buffer.begin(3);
      buffer.number(1, quantile.getQuantile());
      buffer.number(2, quantile.getValue());
      buffer.end(each);
    }
    created(4, point);
    buffer.end(summary);
    endMetric(metric, point);
  }

  private void histogram(HistogramDataPointSnapshot point) {
    int metric = metric(point.getLabels());
    int histogram = buffer.begin(FamilyType.HISTOGRAM.field());
    buffer.integer(1, point.hasCount() ? point.getCount() : 0);
    buffer.number(2, point.hasSum() ? point.getSum() : 0);
    if (point.hasClassicHistogramData()) {
      buckets(point);
    }
    if (point.hasNativeHistogramData()) {
      buffer.zigzag(5, point.getNativeSchema());
      buffer.number(6, point.getNativeZeroThreshold());
      buffer.integer(7, point.getNativeZeroCount());
      side(9, 10, point.getNativeBucketsForNegativeValues());
      NativeHistogramBuckets positive = point.getNativeBucketsForPositiveValues();
      if (positive.size() > 0) {
        side(12, 13, positive);
      } else if (point.getNativeBucketsForNegativeValues().size() == 0) {
        // An empty span says that the histogram is a native one all the same.
        buffer.end(buffer.begin(12));
      }
      for (Exemplar exemplar : point.getExemplars()) {
        if (exemplar.hasTimestamp()) {
          exemplar(16, exemplar);
        }
      }
    }
    created(15, point);
    buffer.end(histogram);
    endMetric(metric, point);
  }

  private void buckets(HistogramDataPointSnapshot point) {
    ClassicHistogramBuckets buckets = point.getClassicBuckets();
    long count = 0;
    double lower = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < buckets.size(); i++) {
      count += buckets.getCount(i);
      double upper = buckets.getUpperBound(i);
      int bucket = buffer.begin(3);
      buffer.integer(1, count);
      buffer.number(2, upper);
      exemplar(3, point.getExemplars().get(lower, upper));
      buffer.end(bucket);
      lower = upper;
    }
  }

  private void side(int spanField, int countField, NativeHistogramBuckets buckets) {
    double[] counts = new double[buckets.size()];
    int i = 0;
    int next = 0;
    while (i < buckets.size()) {
      int first = buckets.getBucketIndex(i);
      int index = first;
      while (i < buckets.size() && buckets.getBucketIndex(i) == index) {
        counts[i] = buckets.getCount(i);
        i++;
        index++;
      }
      int span = buffer.begin(spanField);
      buffer.zigzag(1, first - next);
      buffer.integer(2, index - first);
      buffer.end(span);
      next = index;
    }
    buffer.differences(countField, counts);
  }

  private int metric(Labels labels) {
    int start = buffer.begin(4);
    labels(1, labels);
    return start;
  }

  private void endMetric(int start, DataPointSnapshot point) {
    if (point.hasScrapeTimestamp()) {
      buffer.integer(6, point.getScrapeTimestampMillis());
    }
    buffer.end(start);
  }

  private void labels(int field, Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      label(field, SnapshotEscaper.getSnapshotLabelName(labels, i, escaping), labels.getValue(i));
    }
  }

  private void label(int field, String name, String value) {
    int pair = buffer.begin(field);
    buffer.text(1, name);
    buffer.text(2, value);
    buffer.end(pair);
  }

  private void exemplar(int field, @Nullable Exemplar exemplar) {
    if (exemplar == null) {
      return;
    }
    int start = buffer.begin(field);
    labels(1, exemplar.getLabels());
    buffer.number(2, exemplar.getValue());
    if (exemplar.hasTimestamp()) {
      time(3, exemplar.getTimestampMillis());
    }
    buffer.end(start);
  }

  private void created(int field, DataPointSnapshot point) {
    if (point.hasCreatedTimestamp()) {
      time(field, point.getCreatedTimestampMillis());
    }
  }

  private void time(int field, long ms) {
    int start = buffer.begin(field);
    buffer.integer(1, Math.floorDiv(ms, 1000));
    buffer.integer(2, Math.floorMod(ms, 1000) * 1_000_000L);
    buffer.end(start);
  }
}
