// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.MetricType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored samples on their way to another server. */
class FamilyWriterTest {

  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  private static final List<Label> LABELS =
      List.of(new Label("job", "a"), new Label("room.no", "x\"\\\n"));

  private static final Histogram EXPONENTIAL =
      new Histogram(
          2,
          false,
          ResetHint.UNKNOWN,
          0.001,
          1.5,
          10,
          -3,
          List.of(new BucketSpan(-1, 2), new BucketSpan(3, 1)),
          new double[] {2, 3, 0.5},
          List.of(new BucketSpan(4, 1)),
          new double[] {3},
          new double[0]);

  private static final Histogram CUSTOM =
      new Histogram(
          Histogram.CUSTOM_BUCKETS_SCHEMA,
          true,
          ResetHint.UNKNOWN,
          0,
          0,
          7,
          12.5,
          List.of(new BucketSpan(0, 1), new BucketSpan(1, 2)),
          new double[] {2, 4, 1},
          List.of(),
          new double[0],
          new double[] {0.5, 1, 2});

  private static byte[] write(AnswerFormat format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FamilyWriter writer = format.families(out);
    writer.begin("room.heat", MetricType.UNKNOWN);
    writer.sample(LABELS, 1000, 1_234_567);
    writer.sample(List.of(), 2000, -0.0);
    writer.begin("h", MetricType.HISTOGRAM);
    writer.histogram(LABELS, 3000, CUSTOM);
    if (writer.takes(EXPONENTIAL)) {
      writer.begin("n", MetricType.GAUGEHISTOGRAM);
      writer.histogram(LABELS, 4000, EXPONENTIAL);
    }
    writer.end();
    return out.toByteArray();
  }

  @Test
  void the_text_format_has_classic_histograms_only() throws Exception {
    AnswerFormat format =
        AnswerFormat.of("text/plain;version=1.0.0;escaping=allow-utf-8", EnumSet.of(Format.TEXT));
    assertThat(format.contentType())
        .isEqualTo("text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8");
    assertThat(new String(write(format), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            # TYPE "room.heat" untyped
            {"room.heat",job="a","room.no"="x\\"\\\\\\n"} 1.234567e+06 1000
            {"room.heat"} 0 2000
            # TYPE h histogram
            h_bucket{job="a","room.no"="x\\"\\\\\\n",le="0.5"} 2 3000
            h_bucket{job="a","room.no"="x\\"\\\\\\n",le="1"} 2 3000
            h_bucket{job="a","room.no"="x\\"\\\\\\n",le="2"} 6 3000
            h_bucket{job="a","room.no"="x\\"\\\\\\n",le="+Inf"} 7 3000
            h_sum{job="a","room.no"="x\\"\\\\\\n"} 12.5 3000
            h_count{job="a","room.no"="x\\"\\\\\\n"} 7 3000
            """);
  }

  @Test
  void names_are_escaped_unless_the_scraper_can_read_them() throws Exception {
    AnswerFormat format = AnswerFormat.of(null, EnumSet.of(Format.TEXT));
    assertThat(new String(write(format), StandardCharsets.UTF_8))
        .startsWith(
            """
            # TYPE room_heat untyped
            room_heat{job="a",room_no="x\\"\\\\\\n"} 1.234567e+06 1000
            room_heat 0 2000
            """);
  }

  @Test
  void protobuf_reads_back_as_what_was_stored() throws Exception {
    AnswerFormat format =
        AnswerFormat.of(PROTOBUF + ";escaping=allow-utf-8", EnumSet.allOf(Format.class));
    byte[] body = write(format);
    ReaderOptions options = new ReaderOptions(false, false, true, false, false);
    ExpositionReader reader = ExpositionFormats.reader(Format.PROTOBUF, body, body.length, options);
    Histogram gauge =
        new Histogram(
            2,
            false,
            ResetHint.GAUGE,
            0.001,
            1.5,
            10,
            -3,
            EXPONENTIAL.positiveSpans(),
            EXPONENTIAL.positiveCounts(),
            EXPONENTIAL.negativeSpans(),
            EXPONENTIAL.negativeCounts(),
            new double[0]);
    List<String> lines = Dump.of(reader);
    assertThat(lines)
        .contains("TYPE room.heat UNKNOWN", "TYPE h HISTOGRAM", "TYPE n GAUGEHISTOGRAM");
    assertThat(lines).anyMatch(line -> line.contains(gauge + " @4000"));
    assertThat(lines).anyMatch(line -> line.contains("1234567.0 @1000"));
    assertThat(lines).anyMatch(line -> line.contains("le=\"2.0\"") && line.contains("6.0 @3000"));
    assertThat(lines).anyMatch(line -> line.contains("le=\"+Inf\"") && line.contains("7.0 @3000"));
  }

  @Test
  void a_native_histogram_without_buckets_stays_one() throws Exception {
    Histogram empty =
        new Histogram(
            0,
            false,
            ResetHint.UNKNOWN,
            0,
            0,
            0,
            0,
            List.of(),
            new double[0],
            List.of(),
            new double[0],
            new double[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FamilyWriter writer = AnswerFormat.of(PROTOBUF, EnumSet.allOf(Format.class)).families(out);
    writer.begin("n", MetricType.HISTOGRAM);
    writer.histogram(List.of(), 1000, empty);
    writer.end();
    ExpositionReader reader =
        ExpositionFormats.reader(
            Format.PROTOBUF, out.toByteArray(), out.size(), ReaderOptions.DEFAULT);
    assertThat(Dump.of(reader)).anyMatch(line -> line.contains("Histogram["));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | false
          gzip, deflate, br, zstd   | false
          zstd, gzip                | true
          zstd;q=0.5, gzip          | false
          gzip;q=0.5, zstd          | true
          zstd;q=0                  | false
          br, zstd                  | true
          identity, zstd            | false
          *                         | false
          """)
  void zstd_is_taken_when_it_is_liked_best(String header, boolean zstd) {
    assertThat(ContentCodings.prefersZstd(header)).isEqualTo(zstd);
  }
}
