// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.exposition.internal.CustomBuckets;
import io.narthex.exposition.internal.SeriesCache;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import io.narthex.spi.model.MetricType;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the snapshots of an in-process exporter into samples: the same series, in the same order,
 * with the same metadata, as if the snapshots had been written in the Prometheus text format and
 * read back.
 *
 * <p>Keep one flattener for each exporter instance. It remembers the labels that it made for each
 * place, so that a series that is still in its place costs a comparison and no object. For one
 * thread at a time.
 */
public final class SnapshotFlattener {

  private final boolean nativeHistograms;
  private final boolean keepClassic;
  private final boolean customBuckets;
  private final CustomBuckets buckets = new CustomBuckets();
  private final SeriesCache cache = new SeriesCache();

  /**
   * Makes a flattener.
   *
   * @param nativeHistograms whether a histogram with native buckets is handed on as such, rather
   *     than in its classic form
   * @param keepClassicHistograms whether such a histogram is handed on in its classic form too
   */
  public SnapshotFlattener(boolean nativeHistograms, boolean keepClassicHistograms) {
    this(nativeHistograms, keepClassicHistograms, false);
  }

  /**
   * Makes a flattener.
   *
   * @param nativeHistograms whether a histogram with native buckets is handed on as such, rather
   *     than in its classic form
   * @param keepClassicHistograms whether such a histogram is handed on in its classic form too
   * @param toCustomBuckets whether a histogram that is not handed on as a native one becomes one
   *     with custom buckets, in place of its classic form unless that is kept
   */
  public SnapshotFlattener(
      boolean nativeHistograms, boolean keepClassicHistograms, boolean toCustomBuckets) {
    this.nativeHistograms = nativeHistograms;
    this.keepClassic = keepClassicHistograms;
    this.customBuckets = toCustomBuckets;
  }

  /** Hands every sample of the snapshots to a sink, with the metadata before each family. */
  public void flatten(MetricSnapshots snapshots, SampleSink sink) {
    cache.rewind();
    for (MetricSnapshot snapshot : snapshots) {
      if (snapshot.getDataPoints().isEmpty()) {
        continue;
      }
      switch (snapshot) {
        case CounterSnapshot counter -> counter(counter, sink);
        case GaugeSnapshot gauge -> gauge(gauge, sink);
        case HistogramSnapshot histogram -> histogram(histogram, sink);
        case SummarySnapshot summary -> summary(summary, sink);
        case InfoSnapshot info -> info(info, sink);
        case StateSetSnapshot states -> states(states, sink);
        case UnknownSnapshot unknown -> unknown(unknown, sink);
        default ->
            throw new IllegalArgumentException(
                "a snapshot of an unknown kind: " + snapshot.getClass().getName());
      }
    }
  }

  private void counter(CounterSnapshot snapshot, SampleSink sink) {
    MetricMetadata metadata = snapshot.getMetadata();
    boolean suffixed = metadata.getExpositionBaseName().endsWith("_total");
    String name = suffixed ? metadata.getExpositionBaseName() : metadata.getName();
    String suffix = suffixed ? "" : "_total";
    family(sink, metadata, name, suffix, MetricType.COUNTER);
    List<CounterDataPointSnapshot> points = snapshot.getDataPoints();
    for (int i = 0; i < points.size(); i++) {
      CounterDataPointSnapshot p = points.get(i);
      Labels labels =
          i == 0 ? cache.series(name, suffix, p.getLabels()) : cache.sibling(p.getLabels());
      sink.sample(labels, p.getValue(), timestamp(p), start(p), exemplarOrNull(p.getExemplar()));
    }
  }

  private void gauge(GaugeSnapshot snapshot, SampleSink sink) {
    String name = family(sink, snapshot.getMetadata(), MetricType.GAUGE);
    List<GaugeDataPointSnapshot> points = snapshot.getDataPoints();
    for (int i = 0; i < points.size(); i++) {
      GaugeDataPointSnapshot p = points.get(i);
      Labels labels = i == 0 ? cache.series(name, "", p.getLabels()) : cache.sibling(p.getLabels());
      sink.sample(labels, p.getValue(), timestamp(p), 0, null);
    }
  }

  private void unknown(UnknownSnapshot snapshot, SampleSink sink) {
    String name = family(sink, snapshot.getMetadata(), MetricType.UNKNOWN);
    for (UnknownDataPointSnapshot p : snapshot.getDataPoints()) {
      emit(sink, name, "", p, p.getValue(), 0);
    }
  }

  private void info(InfoSnapshot snapshot, SampleSink sink) {
    MetricMetadata metadata = snapshot.getMetadata();
    boolean suffixed = metadata.getExpositionBaseName().endsWith("_info");
    String name = suffixed ? metadata.getExpositionBaseName() : metadata.getName();
    String suffix = suffixed ? "" : "_info";
    family(sink, metadata, name, suffix, MetricType.GAUGE);
    for (InfoDataPointSnapshot p : snapshot.getDataPoints()) {
      emit(sink, name, suffix, p, 1, 0);
    }
  }

  private void states(StateSetSnapshot snapshot, SampleSink sink) {
    String name = family(sink, snapshot.getMetadata(), MetricType.GAUGE);
    for (StateSetDataPointSnapshot p : snapshot.getDataPoints()) {
      for (int i = 0; i < p.size(); i++) {
        Labels labels = cache.state(name, p.getLabels(), p.getName(i));
        sink.sample(labels, p.isTrue(i) ? 1 : 0, timestamp(p), 0, null);
      }
    }
  }

  private void summary(SummarySnapshot snapshot, SampleSink sink) {
    MetricMetadata metadata = snapshot.getMetadata();
    String name = metadata.getName();
    boolean told = false;
    for (SummaryDataPointSnapshot p : snapshot.getDataPoints()) {
      if (p.getQuantiles().size() == 0 && !p.hasCount() && !p.hasSum()) {
        continue;
      }
      if (!told) {
        family(sink, metadata, MetricType.SUMMARY);
        told = true;
      }
      for (Quantile q : p.getQuantiles()) {
        Labels labels = cache.bound(name, "", p.getLabels(), "quantile", q.getQuantile());
        sink.sample(labels, q.getValue(), timestamp(p), start(p), null);
      }
      if (p.hasCount()) {
        emit(sink, name, "_count", p, p.getCount(), start(p));
      }
      if (p.hasSum()) {
        emit(sink, name, "_sum", p, p.getSum(), start(p));
      }
    }
  }

  private void histogram(HistogramSnapshot snapshot, SampleSink sink) {
    boolean gauge = snapshot.isGaugeHistogram();
    String name = family(sink, snapshot.getMetadata(), MetricType.HISTOGRAM);
    boolean anyClassic = false;
    for (HistogramDataPointSnapshot p : snapshot.getDataPoints()) {
      if (nativeHistograms && p.hasNativeHistogramData()) {
        sink.histogram(
            cache.series(name, "", p.getLabels()),
            nativeOf(p, gauge),
            timestamp(p),
            start(p),
            exemplars(p.getExemplars()));
        if (!keepClassic) {
          continue;
        }
      } else if (customBuckets && !gauge && p.hasClassicHistogramData()) {
        custom(sink, name, p);
        if (!keepClassic) {
          continue;
        }
      }
      anyClassic = true;
      buckets(sink, name, p);
      if (!gauge && p.hasCount()) {
        emit(sink, name, "_count", p, p.getCount(), start(p));
      }
      if (!gauge && p.hasSum()) {
        emit(sink, name, "_sum", p, p.getSum(), start(p));
      }
    }
    if (gauge && anyClassic) {
      gaugeTotals(sink, snapshot, "_gcount");
      gaugeTotals(sink, snapshot, "_gsum");
    }
  }

  private void custom(SampleSink sink, String name, HistogramDataPointSnapshot p) {
    buckets.clear();
    long count = 0;
    ClassicHistogramBuckets classic = p.getClassicBuckets();
    for (int i = 0; i < classic.size(); i++) {
      count += classic.getCount(i);
      buckets.bucket(classic.getUpperBound(i), count);
    }
    buckets.count(p.hasCount() ? p.getCount() : count);
    buckets.sum(p.hasSum() ? p.getSum() : 0);
    Histogram made = buckets.histogram(false);
    if (made != null) {
      sink.histogram(
          cache.series(name, "", p.getLabels()),
          made,
          timestamp(p),
          start(p),
          exemplars(p.getExemplars()));
    }
  }

  private void buckets(SampleSink sink, String name, HistogramDataPointSnapshot p) {
    ClassicHistogramBuckets buckets = p.getClassicBuckets();
    if (buckets.isEmpty()) {
      Labels labels = cache.bound(name, "_bucket", p.getLabels(), "le", Double.POSITIVE_INFINITY);
      sink.sample(labels, p.getCount(), timestamp(p), start(p), null);
      return;
    }
    long count = 0;
    double lower = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < buckets.size(); i++) {
      count += buckets.getCount(i);
      double upper = buckets.getUpperBound(i);
      Labels labels = cache.bound(name, "_bucket", p.getLabels(), "le", upper);
      sink.sample(
          labels,
          count,
          timestamp(p),
          start(p),
          exemplarOrNull(p.getExemplars().get(lower, upper)));
      lower = upper;
    }
  }

  /** The text format has no gauge histograms: their totals are gauges of their own. */
  private void gaugeTotals(SampleSink sink, HistogramSnapshot snapshot, String suffix) {
    MetricMetadata metadata = snapshot.getMetadata();
    boolean sum = suffix.equals("_gsum");
    boolean told = false;
    for (HistogramDataPointSnapshot p : snapshot.getDataPoints()) {
      boolean classic = !nativeHistograms || keepClassic || !p.hasNativeHistogramData();
      if (!classic || !(sum ? p.hasSum() : p.hasCount())) {
        continue;
      }
      if (!told) {
        family(sink, metadata, metadata.getName(), suffix, MetricType.GAUGE);
        told = true;
      }
      emit(sink, metadata.getName(), suffix, p, sum ? p.getSum() : p.getCount(), 0);
    }
  }

  private void emit(
      SampleSink sink, String name, String suffix, DataPointSnapshot p, double value, long start) {
    Labels labels = cache.series(name, suffix, p.getLabels());
    sink.sample(labels, value, timestamp(p), start, null);
  }

  private String family(SampleSink sink, MetricMetadata metadata, MetricType type) {
    family(sink, metadata, metadata.getName(), "", type);
    return metadata.getName();
  }

  private void family(
      SampleSink sink, MetricMetadata metadata, String name, String suffix, MetricType type) {
    String help = metadata.getHelp();
    String unit = metadata.hasUnit() ? metadata.getUnit().toString() : "";
    sink.metadata(cache.family(name, suffix, type, unit, help == null ? "" : help));
  }

  private static long timestamp(DataPointSnapshot p) {
    return p.hasScrapeTimestamp() ? p.getScrapeTimestampMillis() : ExpositionReader.NO_TIMESTAMP;
  }

  private static long start(DataPointSnapshot p) {
    return p.hasCreatedTimestamp() ? p.getCreatedTimestampMillis() : 0;
  }

  private static @Nullable Exemplar exemplarOrNull(
      io.prometheus.metrics.model.snapshots.@Nullable Exemplar exemplar) {
    if (exemplar == null) {
      return null;
    }
    LabelsBuilder labels = new LabelsBuilder();
    for (io.prometheus.metrics.model.snapshots.Label label : exemplar.getLabels()) {
      labels.set(label.getName(), label.getValue());
    }
    return new Exemplar(
        labels.build(),
        exemplar.getValue(),
        exemplar.hasTimestamp() ? exemplar.getTimestampMillis() : ExpositionReader.NO_TIMESTAMP);
  }

  private static List<Exemplar> exemplars(Exemplars all) {
    if (all.size() == 0) {
      return List.of();
    }
    List<Exemplar> out = new ArrayList<>();
    for (io.prometheus.metrics.model.snapshots.Exemplar each : all) {
      Exemplar exemplar = exemplarOrNull(each);
      if (exemplar != null && exemplar.timestampMs() != ExpositionReader.NO_TIMESTAMP) {
        out.add(exemplar);
      }
    }
    return List.copyOf(out);
  }

  private static Histogram nativeOf(HistogramDataPointSnapshot p, boolean gauge) {
    NativeHistogramBuckets positive = p.getNativeBucketsForPositiveValues();
    NativeHistogramBuckets negative = p.getNativeBucketsForNegativeValues();
    return new Histogram(
        p.getNativeSchema(),
        true,
        gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN,
        p.getNativeZeroThreshold(),
        p.getNativeZeroCount(),
        p.getCount(),
        p.getSum(),
        spans(positive),
        counts(positive),
        spans(negative),
        counts(negative),
        new double[0]);
  }

  private static List<BucketSpan> spans(NativeHistogramBuckets buckets) {
    List<BucketSpan> spans = new ArrayList<>();
    int length = 0;
    int offset = 0;
    int next = 0;
    for (int i = 0; i < buckets.size(); i++) {
      int index = buckets.getBucketIndex(i);
      if (length > 0 && index == next) {
        length++;
      } else {
        if (length > 0) {
          spans.add(new BucketSpan(offset, length));
        }
        offset = index - next;
        length = 1;
      }
      next = index + 1;
    }
    if (length > 0) {
      spans.add(new BucketSpan(offset, length));
    }
    return spans;
  }

  private static double[] counts(NativeHistogramBuckets buckets) {
    double[] counts = new double[buckets.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getCount(i);
    }
    return counts;
  }
}
