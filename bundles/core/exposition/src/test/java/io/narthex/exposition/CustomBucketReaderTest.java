// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.spi.model.Histogram;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CustomBucketReaderTest {

  private static final ReaderOptions CONVERT = new ReaderOptions(false, false, true, false, true);
  private static final ReaderOptions KEEP = new ReaderOptions(false, false, true, true, true);

  private static final String TWO =
      """
      # HELP h H.
      # TYPE h histogram
      h_bucket{x="1",le="1"} 1
      h_bucket{x="1",le="2.5"} 4
      h_bucket{x="1",le="+Inf"} 5
      h_sum{x="1"} 12
      h_count{x="1"} 5
      h_bucket{x="2",le="+Inf"} 0
      h_sum{x="2"} 0
      h_count{x="2"} 0
      # TYPE other gauge
      other 1
      """;

  private static List<String> read(String text, ReaderOptions options) throws ExpositionException {
    return read(text, options, ExpositionFormats.memory());
  }

  private static List<String> read(String text, ReaderOptions options, ReaderMemory memory)
      throws ExpositionException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    ExpositionReader r = ExpositionFormats.reader(Format.TEXT, body, body.length, options, memory);
    List<String> out = new ArrayList<>();
    for (Entry e = r.next(); e != Entry.END; e = r.next()) {
      if (e == Entry.SAMPLE) {
        out.add(r.labels() + " " + r.value());
      } else if (e == Entry.HISTOGRAM) {
        Histogram h = r.histogram();
        out.add(
            r.labels()
                + " "
                + h.count()
                + " "
                + h.sum()
                + " "
                + List.of(h.customBounds().length, h.positiveCounts().length)
                + (h.integer() ? "" : " float"));
      } else {
        out.add(e.name());
      }
    }
    return out;
  }

  @Test
  void the_lines_of_a_histogram_become_one_entry() throws Exception {
    assertThat(read(TWO, CONVERT))
        .containsExactly(
            "HELP",
            "TYPE",
            "{__name__=\"h\", x=\"1\"} 5.0 12.0 [2, 3]",
            "{__name__=\"h\", x=\"2\"} 0.0 0.0 [0, 0]",
            "TYPE",
            "{__name__=\"other\"} 1.0");
  }

  @Test
  void the_lines_may_be_kept() throws Exception {
    List<String> lines = read(TWO, KEEP);
    assertThat(lines).hasSize(2 + 5 + 1 + 3 + 1 + 2);
    assertThat(lines.get(2)).isEqualTo("{__name__=\"h_bucket\", le=\"1.0\", x=\"1\"} 1.0");
    assertThat(lines.get(7)).startsWith("{__name__=\"h\", x=\"1\"} 5.0");
    assertThat(lines.get(11)).startsWith("{__name__=\"h\", x=\"2\"} 0.0");
  }

  @Test
  void what_does_not_fit_together_becomes_nothing() throws Exception {
    String falling = "# TYPE h histogram\nh_bucket{le=\"1\"} 4\nh_bucket{le=\"2\"} 3\nh_count 4\n";
    assertThat(read(falling, CONVERT)).containsExactly("TYPE");
    String other = "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 4\nh_count 5\nh_total 1\n";
    assertThat(read(other, CONVERT)).containsExactly("TYPE", "{__name__=\"h_total\"} 1.0");
    String untyped = "h_bucket{le=\"+Inf\"} 4\nh_count 4\n";
    assertThat(read(untyped, CONVERT)).hasSize(2);
    String fraction = "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 4.5\nh_count 4.5\nh_sum 1\n";
    assertThat(read(fraction, CONVERT).getLast())
        .isEqualTo("{__name__=\"h\"} 4.5 1.0 [0, 1] float");
  }

  /** Whatever the bodies before were. */
  @Test
  void what_is_remembered_of_other_bodies_changes_nothing() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ReaderMemory memory = ExpositionFormats.memory();
    List<String> lines = new ArrayList<>(TWO.lines().toList());
    for (int round = 0; round < 2_000; round++) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      switch (random.nextInt(6)) {
        case 0 -> lines.add(random.nextInt(lines.size()), line);
        case 1 -> {
          if (lines.size() > 5) {
            lines.remove(at);
          }
        }
        case 2 -> lines.set(at, line.replace("x=\"1\"", "x=\"3\""));
        case 3 -> lines.set(at, line.replace("x=\"3\"", "x=\"1\"").replace("2.5", "2"));
        case 4 -> lines.set(at, line.replace("h_", "g_").replace("histogram", "gauge"));
        default -> lines.set(at, line.replace("g_", "h_").replace("gauge", "histogram"));
      }
      if (round % 100 == 0) {
        lines = new ArrayList<>(TWO.lines().toList());
      }
      String body = String.join("\n", lines) + "\n";
      ReaderOptions options = random.nextBoolean() ? CONVERT : KEEP;
      assertThat(outcome(body, options, memory))
          .as("seed %d, round %d:%n%s", seed, round, body)
          .isEqualTo(outcome(body, options, ExpositionFormats.memory()));
    }
  }

  private static List<String> outcome(String body, ReaderOptions options, ReaderMemory memory) {
    try {
      return read(body, options, memory);
    } catch (ExpositionException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void the_bytes_name_the_same_series_in_the_next_body() throws Exception {
    byte[] body = TWO.getBytes(StandardCharsets.UTF_8);
    ExpositionReader first = ExpositionFormats.reader(Format.TEXT, body, body.length, KEEP);
    ExpositionReader second = ExpositionFormats.reader(Format.TEXT, body, body.length, KEEP);
    for (Entry e = first.next(); e != Entry.END; e = first.next()) {
      byte[] key =
          java.util.Arrays.copyOfRange(first.buffer(), first.seriesStart(), first.seriesEnd());
      assertThat(second.next(hash(key))).isEqualTo(e);
      if (e == Entry.SAMPLE) {
        assertThat(second.expected()).isTrue();
      }
    }
  }

  private static SeriesHash hash(byte[] series) {
    SeriesHash hash = new SeriesHash();
    hash.of(series, 0, series.length);
    return hash;
  }
}
