// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.exposition.internal.proto.ProtobufWriter;
import io.narthex.exposition.internal.proto.WireBuffer;
import io.narthex.spi.model.Histogram;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtobufReaderTest {

  private static final ReaderOptions CLASSIC = new ReaderOptions(false, false, false, false, false);
  private static final ReaderOptions BOTH = new ReaderOptions(false, false, true, true, false);
  private static final ReaderOptions CUSTOM = new ReaderOptions(false, false, true, false, true);
  private static final ReaderOptions TYPED = new ReaderOptions(false, true, true, false, false);

  private static byte[] write(MetricSnapshots snapshots) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new ProtobufWriter().write(out, snapshots, EscapingScheme.ALLOW_UTF8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static ExpositionReader reader(byte[] body, ReaderOptions options) {
    return ExpositionFormats.reader(Format.PROTOBUF, body, body.length, options);
  }

  private static List<String> dump(MetricSnapshots snapshots, ReaderOptions options)
      throws ExpositionException {
    return Dump.of(reader(write(snapshots), options));
  }

  private static MetricSnapshots counter() {
    return MetricSnapshots.of(
        CounterSnapshot.builder()
            .name("requests")
            .help("All \u00e9.")
            .dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of("path", "/", "zone", "a"))
                    .value(7)
                    .exemplar(
                        Exemplar.builder()
                            .value(2)
                            .labels(Labels.of("trace_id", "x"))
                            .timestampMillis(1234)
                            .build())
                    .createdTimestampMillis(1500)
                    .scrapeTimestampMillis(9000)
                    .build())
            .build());
  }

  private static MetricSnapshots histogram(boolean withNative) {
    HistogramDataPointSnapshot.Builder point =
        HistogramDataPointSnapshot.builder()
            .labels(Labels.of("a", "b"))
            .sum(4.5)
            .classicHistogramBuckets(
                ClassicHistogramBuckets.of(
                    List.of(0.5, 1.0, Double.POSITIVE_INFINITY), List.of(1L, 0L, 2L)));
    if (withNative) {
      point
          .nativeSchema(3)
          .nativeZeroThreshold(0.25)
          .nativeZeroCount(1)
          .nativeBucketsForPositiveValues(
              NativeHistogramBuckets.builder().bucket(-2, 1).bucket(5, 1).build());
    }
    return MetricSnapshots.of(
        HistogramSnapshot.builder().name("h").help("H.").dataPoint(point.build()).build());
  }

  @Test
  void a_counter_has_its_exemplar_and_its_times() throws Exception {
    assertThat(dump(counter(), ReaderOptions.DEFAULT))
        .containsExactly(
            "HELP requests_total [All \u00e9.]",
            "TYPE requests_total COUNTER",
            "{__name__=\"requests_total\", path=\"/\", zone=\"a\"} 7.0 @9000 since 1500"
                + " [Exemplar[labels={trace_id=\"x\"}, value=2.0, timestampMs=1234]]");
    assertThat(dump(counter(), TYPED).getLast()).contains("__type__=\"counter\"");
  }

  @Test
  void a_summary_becomes_a_count_a_sum_and_quantiles() throws Exception {
    MetricSnapshots summary =
        MetricSnapshots.of(
            SummarySnapshot.builder()
                .name("s")
                .dataPoint(
                    SummaryDataPointSnapshot.builder()
                        .count(3)
                        .sum(1.5)
                        .quantiles(Quantiles.of(new Quantile(0.5, 1), new Quantile(1, 2)))
                        .build())
                .build());
    assertThat(dump(summary, ReaderOptions.DEFAULT))
        .containsExactly(
            "HELP s []",
            "TYPE s SUMMARY",
            "{__name__=\"s_count\"} 3.0",
            "{__name__=\"s_sum\"} 1.5",
            "{__name__=\"s\", quantile=\"0.5\"} 1.0",
            "{__name__=\"s\", quantile=\"1.0\"} 2.0");
  }

  @Test
  void a_histogram_is_read_in_the_form_that_is_wanted() throws Exception {
    List<String> classic =
        List.of(
            "{__name__=\"h_count\", a=\"b\"} 3.0",
            "{__name__=\"h_sum\", a=\"b\"} 4.5",
            "{__name__=\"h_bucket\", a=\"b\", le=\"0.5\"} 1.0",
            "{__name__=\"h_bucket\", a=\"b\", le=\"1.0\"} 1.0",
            "{__name__=\"h_bucket\", a=\"b\", le=\"+Inf\"} 3.0");
    assertThat(dump(histogram(false), ReaderOptions.DEFAULT).subList(2, 7)).isEqualTo(classic);
    assertThat(dump(histogram(true), CLASSIC).subList(2, 7)).isEqualTo(classic);
    List<String> both = dump(histogram(true), BOTH);
    assertThat(both).hasSize(8);
    assertThat(both.subList(3, 8)).isEqualTo(classic);
    assertThat(both.get(2)).startsWith("{__name__=\"h\", a=\"b\"} Histogram[schema=3, count=3.0");

    ExpositionReader reader = reader(write(histogram(true)), ReaderOptions.DEFAULT);
    while (reader.next() != ExpositionReader.Entry.HISTOGRAM) {}
    Histogram made = reader.histogram();
    assertThat(made.zeroThreshold()).isEqualTo(0.25);
    assertThat(made.zeroCount()).isEqualTo(1);
    assertThat(made.positiveCounts()).containsExactly(1, 1);
    assertThat(made.positiveSpans()).extracting(span -> span.offset()).containsExactly(-2, 6);
    assertThat(reader.next()).isEqualTo(ExpositionReader.Entry.END);
  }

  @Test
  void a_classic_histogram_becomes_one_with_custom_buckets() throws Exception {
    ExpositionReader reader = reader(write(histogram(false)), CUSTOM);
    while (reader.next() != ExpositionReader.Entry.HISTOGRAM) {}
    Histogram made = reader.histogram();
    assertThat(made.schema()).isEqualTo(Histogram.CUSTOM_BUCKETS_SCHEMA);
    assertThat(made.customBounds()).containsExactly(0.5, 1.0);
    assertThat(made.positiveCounts()).containsExactly(1, 0, 2);
    assertThat(made.count()).isEqualTo(3);
    assertThat(reader.next()).isEqualTo(ExpositionReader.Entry.END);
  }

  @Test
  void a_series_is_known_again_by_its_bytes() throws Exception {
    byte[] body = write(histogram(true));
    ExpositionReader first = reader(body, BOTH);
    ExpositionReader second = reader(body, BOTH);
    int known = 0;
    for (var e = first.next(); e != ExpositionReader.Entry.END; e = first.next()) {
      boolean series = e == ExpositionReader.Entry.SAMPLE || e == ExpositionReader.Entry.HISTOGRAM;
      SeriesHash guess = new SeriesHash();
      guess.of(first.buffer(), first.seriesStart(), first.seriesEnd());
      var again = second.next(guess);
      assertThat(again).isEqualTo(e);
      assertThat(second.expected()).isEqualTo(series);
      known += series ? 1 : 0;
    }
    assertThat(known).isEqualTo(6);
  }

  @Test
  void what_is_no_metric_family_is_refused_with_the_reason() {
    WireBuffer unknownType = new WireBuffer();
    int family = unknownType.begin(0);
    unknownType.text(1, "x");
    unknownType.integer(3, 9);
    unknownType.end(unknownType.begin(4));
    unknownType.end(family);
    assertThatThrownBy(() -> Dump.of(reader(unknownType.toBytes(), ReaderOptions.DEFAULT)))
        .hasMessageContaining("unknown metric type for metric \"x\": 9");

    WireBuffer twice = new WireBuffer();
    int of = twice.begin(0);
    twice.text(1, "x");
    int metric = twice.begin(4);
    for (int i = 0; i < 2; i++) {
      int label = twice.begin(1);
      twice.text(1, "l");
      twice.text(2, "v");
      twice.end(label);
    }
    twice.end(metric);
    twice.end(of);
    assertThatThrownBy(() -> Dump.of(reader(twice.toBytes(), ReaderOptions.DEFAULT)))
        .hasMessageContaining("label name \"l\" is not unique");

    WireBuffer spans = new WireBuffer();
    of = spans.begin(0);
    spans.text(1, "x");
    spans.integer(3, 4);
    metric = spans.begin(4);
    int histogram = spans.begin(7);
    int span = spans.begin(12);
    spans.integer(2, 3);
    spans.end(span);
    spans.end(histogram);
    spans.end(metric);
    spans.end(of);
    assertThatThrownBy(() -> Dump.of(reader(spans.toBytes(), ReaderOptions.DEFAULT)))
        .hasMessageContaining("histogram \"x\": positive side: spans require 3 buckets, have 0");
  }

  @Test
  void truncated_and_garbled_bodies_never_break_out() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = write(histogram(true));
    byte[] counter = write(counter());
    byte[] both = Arrays.copyOf(good, good.length + counter.length);
    System.arraycopy(counter, 0, both, good.length, counter.length);
    for (int round = 0; round < 20_000; round++) {
      byte[] body = both.clone();
      int flips = random.nextInt(4);
      for (int i = 0; i < flips; i++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
      ReaderOptions options = List.of(ReaderOptions.DEFAULT, BOTH, CUSTOM).get(round % 3);
      try {
        Dump.of(ExpositionFormats.reader(Format.PROTOBUF, body, length, options));
      } catch (ExpositionException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
        assertThat(e.offset()).as("seed %d", seed).isBetween(0, length);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }
}
