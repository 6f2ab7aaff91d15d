// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.MetricMetadata;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotFlattenerTest {

  /** Writes what it takes as lines, in the way that {@link #readBack} writes a body. */
  private static final class Lines implements SampleSink {
    final List<String> lines = new ArrayList<>();
    final List<io.narthex.spi.model.Labels> labels = new ArrayList<>();

    @Override
    public void metadata(MetricMetadata metadata) {
      lines.add(metadata.family() + " " + metadata.type() + " [" + metadata.help() + "]");
    }

    @Override
    public void sample(
        io.narthex.spi.model.Labels series,
        double value,
        long timestampMs,
        long startTimestampMs,
        @Nullable Exemplar exemplar) {
      labels.add(series);
      lines.add(
          series
              + " "
              + value
              + (timestampMs == ExpositionReader.NO_TIMESTAMP ? "" : " @" + timestampMs));
    }

    @Override
    public void histogram(
        io.narthex.spi.model.Labels series,
        Histogram histogram,
        long timestampMs,
        long startTimestampMs,
        List<Exemplar> exemplars) {
      lines.add(series + " " + histogram + " since " + startTimestampMs + " " + exemplars);
    }
  }

  private static List<String> readBack(MetricSnapshots snapshots) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, snapshots, EscapingScheme.ALLOW_UTF8);
    ExpositionReader r = ExpositionFormats.text(out.toByteArray(), out.size());
    List<String> lines = new ArrayList<>();
    String help = "";
    for (Entry e = r.next(); e != Entry.END; e = r.next()) {
      if (e == Entry.HELP) {
        help = r.help();
      } else if (e == Entry.TYPE) {
        lines.add(r.family() + " " + r.type() + " [" + help + "]");
        help = "";
      } else {
        lines.add(r.labels() + " " + r.value() + (r.hasTimestamp() ? " @" + r.timestampMs() : ""));
      }
    }
    return lines;
  }

  private static MetricSnapshots everything() {
    Labels ab = Labels.of("b", "2", "a", "x\"\\\ny");
    return MetricSnapshots.of(
        CounterSnapshot.builder()
            .name("requests")
            .help("Help \\ with\nescapes.")
            .dataPoint(CounterDataPointSnapshot.builder().value(3).build())
            .dataPoint(
                CounterDataPointSnapshot.builder()
                    .value(1e21)
                    .labels(ab)
                    .createdTimestampMillis(5)
                    .scrapeTimestampMillis(77)
                    .build())
            .build(),
        CounterSnapshot.builder()
            .name("already_total")
            .dataPoint(CounterDataPointSnapshot.builder().value(0.5).build())
            .build(),
        GaugeSnapshot.builder()
            .name("heat.of day")
            .dataPoint(GaugeDataPointSnapshot.builder().value(-0.0).labels(ab).build())
            .dataPoint(GaugeDataPointSnapshot.builder().value(Double.NaN).build())
            .build(),
        GaugeSnapshot.builder()
            .name("node_uname_info")
            .dataPoint(GaugeDataPointSnapshot.builder().value(1).build())
            .build(),
        GaugeSnapshot.builder()
            .name("odd_total")
            .dataPoint(GaugeDataPointSnapshot.builder().value(2).build())
            .build(),
        GaugeSnapshot.builder()
            .name("odd_created")
            .dataPoint(GaugeDataPointSnapshot.builder().value(3).build())
            .build(),
        HistogramSnapshot.builder()
            .name("latency_seconds")
            .help("h")
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(ab)
                    .sum(7.25)
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(
                            new double[] {0.005, 0.1, 1, 10, 1e6, Double.POSITIVE_INFINITY},
                            new long[] {1, 0, 2, 3, 4, 5}))
                    .build())
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .sum(2)
                    .nativeSchema(3)
                    .nativeZeroCount(1)
                    .nativeZeroThreshold(0.001)
                    .nativeBucketsForPositiveValues(
                        NativeHistogramBuckets.of(new int[] {-2, -1, 4}, new long[] {1, 2, 3}))
                    .nativeBucketsForNegativeValues(
                        NativeHistogramBuckets.of(new int[] {0}, new long[] {9}))
                    .exemplars(
                        Exemplars.of(
                            io.prometheus.metrics.model.snapshots.Exemplar.builder()
                                .value(1)
                                .traceId("t")
                                .timestampMillis(12)
                                .build()))
                    .createdTimestampMillis(99)
                    .build())
            .build(),
        HistogramSnapshot.builder()
            .name("queue")
            .gaugeHistogram(true)
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .sum(7)
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(
                            new double[] {1, Double.POSITIVE_INFINITY}, new long[] {1, 1}))
                    .build())
            .build(),
        SummarySnapshot.builder()
            .name("size_bytes")
            .dataPoint(
                SummaryDataPointSnapshot.builder()
                    .count(4)
                    .sum(2.5)
                    .quantiles(Quantiles.of(new Quantile(0.5, 1), new Quantile(1, 2)))
                    .labels(ab)
                    .build())
            .dataPoint(SummaryDataPointSnapshot.builder().sum(1).build())
            .build(),
        InfoSnapshot.builder()
            .name("build")
            .dataPoint(InfoDataPointSnapshot.builder().labels(Labels.of("version", "1")).build())
            .build(),
        StateSetSnapshot.builder()
            .name("mode")
            .dataPoint(
                StateSetDataPointSnapshot.builder()
                    .labels(ab)
                    .state("on", true)
                    .state("off", false)
                    .build())
            .build(),
        UnknownSnapshot.builder()
            .name("raw_total")
            .dataPoint(UnknownDataPointSnapshot.builder().value(8).build())
            .build(),
        GaugeSnapshot.builder().name("empty").build());
  }

  @Test
  void flattensToWhatTheTextFormatSays() throws Exception {
    Lines sink = new Lines();
    new SnapshotFlattener(false, false).flatten(everything(), sink);
    assertThat(sink.lines).hasSizeGreaterThan(25).isEqualTo(readBack(everything()));
  }

  @Test
  void seriesInTheirPlaceKeepTheirLabelsObject() {
    SnapshotFlattener flattener = new SnapshotFlattener(false, false);
    Lines first = new Lines();
    flattener.flatten(everything(), first);
    Lines second = new Lines();
    flattener.flatten(everything(), second);
    for (int i = 0; i < first.labels.size(); i++) {
      assertThat((Object) second.labels.get(i)).isSameAs(first.labels.get(i));
    }
    MetricSnapshots fewer = MetricSnapshots.of(everything().get(0), everything().get(5));
    Lines third = new Lines();
    flattener.flatten(fewer, third);
    Lines fresh = new Lines();
    new SnapshotFlattener(false, false).flatten(fewer, fresh);
    assertThat(third.lines).isEqualTo(fresh.lines);
  }

  @Test
  void seriesMayComeAndGoByTheHundred() {
    SnapshotFlattener flattener = new SnapshotFlattener(false, false);
    for (int series : new int[] {3, 900, 2, 70, 900, 0, 17}) {
      MetricSnapshots snapshots = MetricSnapshots.of(gauges("some", series), gauges("other", 2));
      Lines lines = new Lines();
      flattener.flatten(snapshots, lines);
      Lines fresh = new Lines();
      new SnapshotFlattener(false, false).flatten(snapshots, fresh);
      assertThat(lines.lines).as("%d series", series).isEqualTo(fresh.lines);
    }
  }

  private static GaugeSnapshot gauges(String name, int series) {
    GaugeSnapshot.Builder out = GaugeSnapshot.builder().name(name);
    for (int i = 0; i < series; i++) {
      out.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(io.prometheus.metrics.model.snapshots.Labels.of("i", String.valueOf(i)))
              .value(i)
              .build());
    }
    return out.build();
  }

  @Test
  void nativeHistogramsAreHandedOnWhenAsked() {
    Lines sink = new Lines();
    new SnapshotFlattener(true, false).flatten(everything(), sink);
    Histogram expected =
        new Histogram(
            3,
            true,
            Histogram.ResetHint.UNKNOWN,
            0.001,
            1,
            16,
            2,
            List.of(new BucketSpan(-2, 2), new BucketSpan(4, 1)),
            new double[] {1, 2, 3},
            List.of(new BucketSpan(0, 1)),
            new double[] {9},
            new double[0]);
    assertThat(sink.lines)
        .contains(
            "{__name__=\"latency_seconds\"} "
                + expected
                + " since 99 "
                + List.of(new Exemplar(io.narthex.spi.model.Labels.of("trace_id", "t"), 1, 12)))
        .noneMatch(line -> line.startsWith("{__name__=\"latency_seconds_count\"} "));
    Lines both = new Lines();
    new SnapshotFlattener(true, true).flatten(everything(), both);
    assertThat(both.lines).contains("{__name__=\"latency_seconds_count\"} 16.0");
  }
}
