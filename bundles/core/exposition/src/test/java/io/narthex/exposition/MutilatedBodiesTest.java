// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bodies of each format, whole and broken: all of it is read, the same with guesses as without, or
 * the fault is told with its place. {@code -Dnarthex.fuzz.seconds=300} lets it run longer.
 */
class MutilatedBodiesTest {

  private static final long SECONDS = Long.getLong("narthex.fuzz.seconds", 2);

  private static final List<String> SPICE =
      List.of(
          "{",
          "}",
          "\"",
          "\\",
          ",",
          "=",
          "#",
          " ",
          "\n",
          "\t",
          "\0",
          "NaN",
          "+Inf",
          "1e400",
          "-0",
          "0x1p-3",
          "# TYPE a counter\n",
          "# HELP a \\q\n",
          "# UNIT a_s s\n",
          "# EOF\n",
          "# EOF",
          " # {x=\"y\"} 1 2\n",
          " 1625851055.5",
          "{\"a.b\",\"c d\"=\"e\"} 1\n",
          "\u00ff",
          "_total",
          "\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0080\u0001",
          "\n\u0010");

  private record Seed(Format format, byte[] body) {}

  @Test
  void a_broken_body_is_told_or_read() throws IOException {
    List<Seed> seeds = seeds();
    long seed = Long.getLong("narthex.test.seed", new Random().nextLong());
    Random random = new Random(seed);
    byte[][] guesses = {};
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int round = 0; round < 500 || System.nanoTime() < end; round++) {
      Seed from = seeds.get(random.nextInt(seeds.size()));
      byte[] body = mutilated(from.body(), random);
      ReaderOptions options =
          new ReaderOptions(
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean());
      Format format =
          random.nextInt(8) > 0
              ? from.format()
              : Format.values()[random.nextInt(Format.values().length)];
      String place = "seed " + seed + ", round " + round + ", " + format + ", " + options;
      try {
        GuessedReading plain = new GuessedReading(body, format, options, new byte[0][]);
        byte[][] keys = plain.keys.toArray(byte[][]::new);
        for (byte[][] some : new byte[][][] {guesses, keys}) {
          GuessedReading guessed = new GuessedReading(body, format, options, some);
          assertThat(guessed.good).as(place).isEqualTo(plain.good);
          assertThat(guessed.entries).as(place).isEqualTo(plain.entries);
        }
        guesses = keys;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError(place, e);
      }
    }
  }

  private static byte[] mutilated(byte[] whole, Random random) {
    byte[] body = whole;
    for (int k = random.nextInt(5); k > 0 && body.length > 0; k--) {
      int at = random.nextInt(body.length);
      byte[] spice = SPICE.get(random.nextInt(SPICE.size())).getBytes(StandardCharsets.ISO_8859_1);
      body =
          switch (random.nextInt(5)) {
            case 0 -> spliced(body, at, at, spice);
            case 1 -> spliced(body, at, Math.min(body.length, at + 1 + random.nextInt(9)), spice);
            case 2 -> Arrays.copyOf(body, at);
            case 3 -> spliced(body, at, at + 1, new byte[] {(byte) random.nextInt()});
            default -> {
              int end = Math.min(body.length, at + 1 + random.nextInt(200));
              yield spliced(body, at, at, Arrays.copyOfRange(body, at, end));
            }
          };
    }
    return body;
  }

  private static byte[] spliced(byte[] body, int from, int to, byte[] middle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(body, 0, from);
    out.writeBytes(middle);
    out.write(body, to, body.length - to);
    return out.toByteArray();
  }

  private static List<Seed> seeds() throws IOException {
    List<Seed> out = new ArrayList<>();
    out.add(written("text/plain;version=0.0.4"));
    out.add(written("text/plain;version=1.0.0;escaping=allow-utf-8"));
    out.add(written("application/openmetrics-text;version=1.0.0"));
    out.add(
        written(
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
                + "encoding=delimited"));
    return out;
  }

  private static Seed written(String accept) throws IOException {
    MetricsWriter writer = MetricsWriter.forAccept(accept);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, families());
    return new Seed(writer.format(), out.toByteArray());
  }

  private static MetricSnapshots families() {
    return MetricSnapshots.of(
        CounterSnapshot.builder()
            .name("requests")
            .help("Some \\ and\nmore.")
            .dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(Labels.of("code", "200", "path", "/\"a\"\\b"))
                    .value(17)
                    .createdTimestampMillis(1_700_000_000_123L)
                    .exemplar(Exemplar.builder().value(3).traceId("t").spanId("s").build())
                    .build())
            .build(),
        SummarySnapshot.builder()
            .name("sizes")
            .dataPoint(
                SummaryDataPointSnapshot.builder()
                    .quantiles(Quantiles.builder().quantile(0.5, 1).quantile(0.99, 9).build())
                    .count(12)
                    .sum(40.5)
                    .scrapeTimestampMillis(1_700_000_001_000L)
                    .build())
            .build(),
        HistogramSnapshot.builder()
            .name("latency")
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(
                            new double[] {0.1, 1, Double.POSITIVE_INFINITY},
                            new Number[] {3, 2, 1}))
                    .nativeSchema(3)
                    .nativeZeroCount(1)
                    .nativeZeroThreshold(1e-128)
                    .nativeBucketsForPositiveValues(
                        NativeHistogramBuckets.of(new int[] {1, 2, 7}, new long[] {2, 1, 2}))
                    .sum(7.5)
                    .build())
            .build());
  }
}
