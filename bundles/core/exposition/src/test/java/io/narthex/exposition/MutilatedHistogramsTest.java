// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
        GuessedReading plain = new GuessedReading(body, format, options, new byte[0][]);
        byte[][] keys = plain.keys.toArray(byte[][]::new);
        for (byte[][] some : new byte[][][] {guesses, keys}) {
          GuessedReading guessed = new GuessedReading(body, format, options, some);
          assertThat(guessed.good).as(place).isEqualTo(plain.good);
          assertThat(guessed.entries).as(place).isEqualTo(plain.entries);
        }
        guesses = keys;
      } catch (RuntimeException e) {
        throw new AssertionError(place, e);
      }
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
}
