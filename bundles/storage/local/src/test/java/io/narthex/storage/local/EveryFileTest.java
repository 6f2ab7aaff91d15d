// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages each file of a data folder: the engine opens with what is left, and never with a sample
 * that was not written; or it refuses, names the file and says what to do, and leaves the folder to
 * be repaired.
 */
class EveryFileTest {

  private static final LocalStorageConfig SMALL =
      new LocalStorageConfig(Duration.ofHours(1), 1 << 16, 2, 4, 0);
  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");
  private static final int SERIES = 9_000;

  @TempDir private Path temp;
  private final List<String> problems = new ArrayList<>();
  private Path whole;
  private Map<Labels, TreeMap<Long, Object>> expected;

  private static Labels series(String name, int i) {
    return Labels.of("__name__", name, "i", Integer.toString(i));
  }

  private static StorageEngine open(Path folder) throws IOException {
    return new TestContext(folder, Duration.ofDays(30)).open(SMALL);
  }

  private static void row(RowWriter writer, String name, int count, long time) {
    writer.row(time);
    for (int i = 0; i < count; i++) {
      writer.set(writer.column(series(name, i)), time / 1000 + i);
    }
    writer.commit();
  }

  /** A folder as a kill or the end of the process leaves it, with files of every kind. */
  private void fill(boolean killed) throws IOException {
    Path live = temp.resolve("live");
    whole = temp.resolve("whole");
    try (StorageEngine engine = open(live)) {
      try (RowWriter many = engine.writer(Labels.of("job", "many"));
          RowWriter few = engine.writer(Labels.of("job", "few"))) {
        row(many, "many", SERIES, 1_000);
        for (int r = 0; r < 40; r++) {
          row(few, "few", 7, r * 600_000L);
        }
        ((LocalStorageEngine) engine).maintain();
        engine.delete(List.of(List.of(Matcher.equal("i", "3"))), 0, 1_000_000);
        row(few, "few", 8, 40 * 600_000L);
      }
      expected = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      if (killed) {
        Folders.copy(live, whole);
      }
    }
    if (!killed) {
      Folders.copy(live, whole);
    }
    Files.deleteIfExists(whole.resolve("lock"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(whole)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals("write.lock"))
          .map(whole::relativize)
          .sorted()
          .toList();
    }
  }

  /** Opens a damaged folder and looks; notes what is wrong, so that all files are looked at. */
  private void survives(Path folder, Path victim, boolean mended, String what) {
    try {
      look(folder, victim, mended, what);
    } catch (IOException | RuntimeException | AssertionError e) {
      problems.add(what + ": " + e);
    }
  }

  private void look(Path folder, Path victim, boolean mended, String what) throws IOException {
    for (int round = 0; round < (mended ? 1 : 2); round++) {
      StorageEngine engine;
      try {
        engine = open(folder);
      } catch (IOException e) {
        assertThat(e.getMessage())
            .as(what)
            .contains(victim.getName(0).toString())
            .containsAnyOf("restore", "move it away", "newer", "use the program");
        return;
      }
      try (engine) {
        Map<Labels, TreeMap<Long, Object>> found = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
        if (mended) {
          found.keySet().removeIf(labels -> labels.metricName().equals("fresh"));
          assertThat(found).as(what).isEqualTo(expected);
        }
        found.forEach(
            (labels, samples) -> {
              if (!labels.metricName().equals("fresh")) {
                // Deleted samples may be back when what deleted them is damaged.
                TreeMap<Long, Object> known = expected.getOrDefault(labels, new TreeMap<>());
                if (!victim.toString().contains("tombstones") || !labels.get("i").equals("3")) {
                  assertThat(known).as(what + " " + labels).containsAllEntriesOf(samples);
                }
              }
            });
        long now = (50 + round) * 600_000L;
        try (RowWriter writer = engine.writer(Labels.of("job", "fresh"))) {
          row(writer, "fresh", 20, now);
        }
        // A new series has nothing but its own samples, whose number it ever got.
        Map<Labels, TreeMap<Long, Object>> fresh =
            Samples.of(engine, 0, Long.MAX_VALUE, Matcher.equal("__name__", "fresh"));
        assertThat(fresh).as(what).hasSize(20);
        for (int i = 0; i < 20; i++) {
          assertThat(fresh.get(series("fresh", i)).keySet())
              .as(what)
              .allMatch(time -> time >= 50 * 600_000L)
              .contains(now);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_flipped_bit_in_any_file_costs_nothing(boolean killed) throws Exception {
    damage(killed, true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damage_of_any_file_never_gives_wrong_samples(boolean killed) throws Exception {
    damage(killed, false);
  }

  /** Returns where the last record of a log begins, which may be torn; else where a file ends. */
  private static int behind(Path file, byte[] bytes) {
    if (!file.toString().endsWith(".nxw")) {
      return bytes.length;
    }
    ByteBuffer log = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int last = 24;
    for (int at = last; at < bytes.length; at += 8 * log.getInt(at)) {
      last = at;
    }
    return last;
  }

  private void damage(boolean killed, boolean mended) throws Exception {
    fill(killed);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int n = 0;
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(whole.resolve(file));
      int anywhere = random.nextInt(Math.max(1, behind(file, bytes)));
      // A file of the index is as useless with one flipped bit as with two.
      boolean ours = !file.toString().contains("index-");
      int[] places = ours || !mended ? new int[] {0, 9, 14, anywhere} : new int[] {anywhere};
      for (int place : places) {
        if (place >= bytes.length) {
          continue;
        }
        Path folder = temp.resolve("flip" + n++);
        Folders.copy(whole, folder);
        byte[] damaged = bytes.clone();
        damaged[place] ^= (byte) (mended ? 1 << random.nextInt(8) : 3 << random.nextInt(7));
        Files.write(folder.resolve(file), damaged);
        survives(folder, file, mended, "seed " + seed + ", byte " + place + " of " + file);
      }
    }
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void any_file_may_be_gone_or_empty(boolean killed) throws Exception {
    fill(killed);
    int n = 0;
    for (Path file : files()) {
      for (boolean gone : new boolean[] {true, false}) {
        Path folder = temp.resolve("gone" + n++);
        Folders.copy(whole, folder);
        if (gone) {
          Files.delete(folder.resolve(file));
        } else {
          Files.write(folder.resolve(file), new byte[0]);
        }
        survives(folder, file, false, (gone ? "without " : "with an empty ") + file);
      }
    }
    assertThat(problems).isEmpty();
  }
}
