// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.narthex.exposition.ExpositionReader.Entry;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that real programs exposed, whole and mutilated. */
class RealBodiesTest {

  private static final Path SHARED = Path.of(System.getProperty("narthex.shared", "../shared"));
  private static final ReaderOptions SKIP_CREATED =
      new ReaderOptions(true, true, true, false, false);

  private static byte[] conformanceBody(String name) throws IOException {
    Path file = SHARED.resolve("conformance/textparse").resolve(name);
    assumeThat(file).as("upstream's exposition bodies, see narthex.shared").exists();
    return Files.readAllBytes(file);
  }

  private static Format formatOf(String name) {
    return name.contains(".om.") ? Format.OPENMETRICS : Format.TEXT;
  }

  @ParameterizedTest
  @CsvSource({
    "1histogram.om.txt, 1",
    "alltypes.237mfs.nometa.prom.txt, 0",
    "alltypes.237mfs.prom.txt, 237",
    "alltypes.5mfs.om.txt, 5"
  })
  void readsUpstreamsBodies(String name, int families) throws Exception {
    byte[] body = conformanceBody(name);
    ExpositionReader r =
        ExpositionFormats.reader(formatOf(name), body, body.length, ReaderOptions.DEFAULT);
    Set<String> named = new HashSet<>();
    int samples = 0;
    for (Entry e = r.next(); e != Entry.END; e = r.next()) {
      if (e == Entry.TYPE) {
        named.add(r.family());
      } else if (e == Entry.SAMPLE) {
        samples++;
        assertThat(r.labels().metricName()).isNotEmpty();
      }
    }
    assertThat(named).hasSize(families);
    String text = new String(body, StandardCharsets.UTF_8);
    assertThat(samples)
        .isEqualTo((int) text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"node.frames.xz", "server.frames.xz"})
  void rightGuessesReadTheSameAsNoGuesses(String name) throws Exception {
    Path file = SHARED.resolve("data").resolve(name);
    assumeThat(file).as("recorded scrapes, see narthex.shared").exists();
    assumeThat(Path.of("/usr/bin/xz")).as("the xz program").isExecutable();
    Process xz =
        new ProcessBuilder("/usr/bin/xz", "-dkc", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (DataInputStream in = new DataInputStream(xz.getInputStream())) {
      List<byte[]> guesses = new ArrayList<>();
      int right = 0;
      int samples = 0;
      for (int frame = 0; frame < 60; frame++) {
        in.readLong();
        byte[] body = in.readNBytes(in.readInt());
        ExpositionReader plain = ExpositionFormats.text(body, body.length);
        ExpositionReader guessing = ExpositionFormats.text(body, body.length);
        int i = 0;
        for (Entry e = plain.next(); e != Entry.END; e = plain.next()) {
          byte[] guess = i < guesses.size() ? guesses.get(i) : new byte[0];
          assertThat(guessing.next(hash(guess))).isEqualTo(e);
          if (e != Entry.SAMPLE) {
            continue;
          }
          samples++;
          right += guessing.expected() ? 1 : 0;
          assertThat(guessing.seriesStart()).isEqualTo(plain.seriesStart());
          assertThat(guessing.seriesEnd()).isEqualTo(plain.seriesEnd());
          assertThat(Double.doubleToRawLongBits(guessing.value()))
              .isEqualTo(Double.doubleToRawLongBits(plain.value()));
          byte[] series = new byte[plain.seriesEnd() - plain.seriesStart()];
          System.arraycopy(body, plain.seriesStart(), series, 0, series.length);
          if (i < guesses.size()) {
            guesses.set(i, series);
          } else {
            guesses.add(series);
          }
          i++;
        }
      }
      assertThat(samples).isGreaterThan(30_000);
      assertThat(right).isGreaterThan(samples * 9 / 10);
    } finally {
      xz.destroy();
    }
  }

  @Test
  void mutilatedBodiesNeverFailOtherwiseThanSaid() throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    for (String name : List.of("1histogram.om.txt", "alltypes.5mfs.om.txt")) {
      bodies.add(conformanceBody(name));
    }
    bodies.add(
        "# HELP a b\\n\n# TYPE a summary\na{quantile=\"0.5\",b=\"\\\"x\"} 1.5e3 77\n{\"é.x\",c=\"d\"} NaN\n"
            .getBytes(StandardCharsets.UTF_8));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] spice = "{}\"\\,=# \n\t\0_0129.eE+-aZ:\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    for (int round = 0; round < 20_000; round++) {
      byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
      int length = random.nextInt(8) == 0 ? random.nextInt(body.length) : body.length;
      if (length > 1500) {
        int from = random.nextInt(length - 1500);
        System.arraycopy(body, from, body, 0, 1500);
        length = 1500;
      }
      for (int k = random.nextInt(6); k > 0 && length > 0; k--) {
        body[random.nextInt(length)] =
            random.nextBoolean() ? spice[random.nextInt(spice.length)] : (byte) random.nextInt();
      }
      for (Format format : Format.values()) {
        try {
          Dump.of(ExpositionFormats.reader(format, body, length, SKIP_CREATED));
        } catch (ExpositionException expected) {
          assertThat(expected.offset()).isBetween(0, length + 1);
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed + ", round " + round + ", " + format, e);
        }
      }
    }
  }

  private static SeriesHash hash(byte[] series) {
    SeriesHash hash = new SeriesHash();
    hash.of(series, 0, series.length);
    return hash;
  }
}
