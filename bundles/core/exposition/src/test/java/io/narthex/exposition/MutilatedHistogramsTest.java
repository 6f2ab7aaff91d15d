// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.exposition.ExpositionReader.Entry;
import io.narthex.spi.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bodies of classic histograms, whole and broken, read as histograms with custom buckets: either
 * all of it is read, the same with guesses as without, or the fault is told. {@code
 * -Dnarthex.fuzz.seconds=300} lets it run longer.
 */
class MutilatedHistogramsTest {

  private static final long SECONDS = Long.getLong("narthex.fuzz.seconds", 2);

  private static final List<ReaderOptions> OPTIONS =
      List.of(
          new ReaderOptions(false, false, true, false, true),
          new ReaderOptions(true, true, true, true, true),
          new ReaderOptions(true, false, false, false, true));

  private static final byte[] SPICE =
      "{}\"\\,=# \n\t\0_0129.eE+-aZ:\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  private static final String[] BOUNDS = {"1", "2.5", "1e3", "+Inf", "NaN", "x", "-1", "0x1p3"};

  @Test
  void a_broken_histogram_is_told_or_left_out() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[][] guesses = {};
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int round = 0; round < 500 || System.nanoTime() < end; round++) {
      byte[] body = histograms(random).getBytes(StandardCharsets.UTF_8);
      for (int k = Math.max(0, random.nextInt(6) - 2); k > 0; k--) {
        body[random.nextInt(body.length)] =
            random.nextBoolean() ? SPICE[random.nextInt(SPICE.length)] : (byte) random.nextInt();
      }
      ReaderOptions options = OPTIONS.get(random.nextInt(OPTIONS.size()));
      Format format = random.nextBoolean() ? Format.TEXT : Format.OPENMETRICS;
      String place = "seed " + seed + ", round " + round + ", " + format + ", " + options;
      try {
        List<String> plain = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        boolean good = read(body, format, options, new byte[0][], plain, keys);
        List<String> guessed = new ArrayList<>();
        assertThat(read(body, format, options, guesses, guessed, new ArrayList<>()))
            .as(place)
            .isEqualTo(good);
        assertThat(guessed).as(place).isEqualTo(plain);
        guesses = keys.toArray(byte[][]::new);
        guessed.clear();
        read(body, format, options, guesses, guessed, new ArrayList<>());
        assertThat(guessed).as(place).isEqualTo(plain);
      } catch (RuntimeException e) {
        throw new AssertionError(place, e);
      }
    }
  }

  /** Reads a body with a guess for each entry; returns whether it is well-formed. */
  private static boolean read(
      byte[] body,
      Format format,
      ReaderOptions options,
      byte[][] guesses,
      List<String> entries,
      List<byte[]> keys) {
    try {
      ExpositionReader reader = ExpositionFormats.reader(format, body, body.length, options);
      int sample = 0;
      while (true) {
        byte[] guess = sample < guesses.length ? guesses[sample] : new byte[0];
        Entry entry = reader.next(hash(guess));
        switch (entry) {
          case END -> {
            return true;
          }
          case SAMPLE, HISTOGRAM -> {
            sample++;
            Labels labels = reader.labels();
            entries.add(
                labels
                    + " "
                    + (entry == Entry.SAMPLE ? reader.value() : reader.histogram())
                    + (reader.hasTimestamp() ? " " + reader.timestampMs() : "")
                    + reader.exemplars());
            keys.add(Arrays.copyOfRange(reader.buffer(), reader.seriesStart(), reader.seriesEnd()));
          }
          case TYPE, HELP, UNIT, COMMENT -> entries.add(entry.name());
        }
      }
    } catch (ExpositionException e) {
      assertThat(e.offset()).isBetween(0, body.length + 1);
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  private static String histograms(Random random) {
    StringBuilder out = new StringBuilder();
    for (int family = random.nextInt(3); family >= 0; family--) {
      String name = random.nextInt(5) == 0 ? "{\"h.\u00e9\"" : "h" + family;
      out.append("# TYPE h")
          .append(family)
          .append(random.nextInt(6) == 0 ? " gauge" : " histogram");
      out.append('\n');
      for (int series = random.nextInt(3); series >= 0; series--) {
        long count = 0;
        for (int i = random.nextInt(6); i > 0; i--) {
          count += random.nextInt(20) - 1;
          line(out, random, name, "_bucket", "le=\"" + bound(random) + "\",s=\"" + series + "\"");
          out.append(count).append(random.nextInt(4) == 0 ? " # {t=\"1\"} 0.5" : "").append('\n');
        }
        line(out, random, name, "_count", "s=\"" + series + "\"");
        out.append(count).append(random.nextInt(9) == 0 ? ".5" : "").append('\n');
        line(out, random, name, "_sum", "s=\"" + series + "\"");
        out.append(count * 3).append('\n');
      }
    }
    return out.append("# EOF\n").toString();
  }

  private static String bound(Random random) {
    return BOUNDS[random.nextInt(random.nextInt(4) == 0 ? BOUNDS.length : 4)];
  }

  private static void line(
      StringBuilder out, Random random, String name, String suffix, String labels) {
    if (name.startsWith("{")) {
      out.append("{\"h.\u00e9").append(suffix).append("\",").append(labels).append("} ");
    } else {
      out.append(name).append(suffix).append('{').append(labels).append("} ");
    }
    if (random.nextInt(40) == 0) {
      out.append("NaN ");
    }
  }

  private static SeriesHash hash(byte[] series) {
    SeriesHash hash = new SeriesHash();
    hash.of(series, 0, series.length);
    return hash;
  }
}
