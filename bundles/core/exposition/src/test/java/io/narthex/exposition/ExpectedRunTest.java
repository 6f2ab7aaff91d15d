// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.spi.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpectedRunTest {

  private static final String BODY =
      """
      # HELP a A.
      # TYPE a counter
      a{x="1"} 1
      a{x="2"} 2.50
      # TYPE b gauge
      b -3e4
      c NaN
      """;

  /** Collects the segments of a body as a scraper does. */
  private static ExpectedLines lines(String text) throws ExpositionException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    ExpositionReader reader = ExpositionFormats.text(body, body.length);
    List<int[]> found = new ArrayList<>();
    for (Entry e = reader.next(); e != Entry.END; e = reader.next()) {
      if (e == Entry.SAMPLE) {
        found.add(new int[] {reader.segmentStart(), reader.seriesStart(), reader.seriesEnd()});
      }
    }
    int[] order = new int[found.size()];
    Arrays.setAll(order, i -> i);
    SeriesHash hash = new SeriesHash();
    long[] hashes = new long[2 * order.length];
    for (int line : order) {
      hash.of(body, found.get(line)[1], found.get(line)[2]);
      hashes[2 * line] = hash.first();
      hashes[2 * line + 1] = hash.second();
    }
    return new ExpectedLines(
        order,
        body,
        found.stream().mapToInt(f -> f[0]).toArray(),
        found.stream().mapToInt(f -> f[1]).toArray(),
        found.stream().mapToInt(f -> f[2] - f[1]).toArray(),
        hashes);
  }

  private static ExpositionReader reader(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return ExpositionFormats.text(body, body.length);
  }

  @Test
  void a_body_of_the_same_shape_is_one_run() throws Exception {
    ExpectedLines lines = lines(BODY);
    double[] values = new double[8];
    ExpositionReader reader = reader(BODY.replace("2.50", "123456789012345678901e-3"));

    assertThat(reader.run(lines, 0, 4, values)).isEqualTo(4);
    assertThat(values)
        .startsWith(1, Double.parseDouble("123456789012345678901e-3"), -30000, Double.NaN);
    assertThat(reader.next()).isEqualTo(Entry.END);
  }

  @Test
  void a_run_ends_where_a_line_or_a_comment_is_otherwise() throws Exception {
    ExpectedLines lines = lines(BODY);
    double[] values = new double[8];
    for (String change :
        List.of("b -3e4 12", "b  -3e4", "b{} -3e4", "b -3x4", "# HELP b B.\nb -3e4", "q 1\nb 1")) {
      ExpositionReader reader = reader(BODY.replace("b -3e4", change));
      assertThat(reader.run(lines, 0, 4, values)).as(change).isEqualTo(2);
    }
    ExpositionReader typed = reader(BODY.replace("b gauge", "b counter"));
    assertThat(typed.run(lines, 0, 4, values)).isEqualTo(2);
    assertThat(typed.next()).isEqualTo(Entry.TYPE);
    assertThat(typed.type()).isEqualTo(MetricType.COUNTER);
  }

  @Test
  void the_type_is_that_of_the_last_comment_that_was_passed_over() throws Exception {
    String text = "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nx 1\n";
    ExpositionReader reader = reader(text.replace("x 1", "h_bucket{le=\"2\"} 1"));
    assertThat(reader.run(lines(text), 0, 2, new double[4])).isEqualTo(1);
    assertThat(reader.next()).isEqualTo(Entry.SAMPLE);
    assertThat(reader.type()).isEqualTo(MetricType.HISTOGRAM);
    assertThat(reader.labels().get("le")).isEqualTo("2.0");
  }

  @Test
  void a_run_and_single_lines_read_the_same_of_any_body() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = BODY.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) "ab{}\"=,. \n\t#01-+eNHx\0\\".charAt(random.nextInt(22));
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
      for (Format format : List.of(Format.TEXT, Format.OPENMETRICS)) {
        assertThat(read(format, bytes, length, true))
            .as("seed %d round %d", seed, round)
            .isEqualTo(read(format, bytes, length, false));
      }
    }
  }

  private static List<String> read(Format format, byte[] body, int length, boolean runs) {
    List<String> out = new ArrayList<>();
    try {
      ExpectedLines lines = lines(BODY);
      ExpositionReader reader =
          ExpositionFormats.reader(format, body, length, ReaderOptions.DEFAULT);
      double[] values = new double[2];
      int at = 0;
      Entry entry = Entry.COMMENT;
      while (entry != Entry.END) {
        int count = runs ? reader.run(lines, at, lines.order().length, values) : 0;
        for (int i = 0; i < count; i++, at++) {
          int line = at;
          out.add(
              new String(
                      lines.comments(), // the text that they were taken from
                      lines.to()[line],
                      lines.length()[line],
                      StandardCharsets.UTF_8)
                  + " "
                  + values[i]);
        }
        if (count == values.length) {
          continue;
        }
        entry = reader.next();
        if (entry == Entry.SAMPLE) {
          String series =
              new String(
                  reader.buffer(),
                  reader.seriesStart(),
                  reader.seriesEnd() - reader.seriesStart(),
                  StandardCharsets.UTF_8);
          out.add(series + " " + reader.value() + (reader.hasTimestamp() ? " @" : ""));
          at = Math.min(at + 1, lines.order().length);
        }
      }
    } catch (ExpositionException e) {
      out.add(e.getMessage());
    }
    return out;
  }
}
