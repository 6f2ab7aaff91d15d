// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power is cut at any moment: files have what they had when they were last forced, and any part
 * of what was written since. Everything up to the last force is there afterwards, which by default
 * is one second old at most.
 */
class PowerCutTest {

  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");

  /** Forces only when the test says so. */
  private static final LocalStorageConfig BY_HAND =
      new LocalStorageConfig(Duration.ofHours(1), 1 << 16, 3, 8, 0);

  @TempDir private Path temp;

  private static Labels series(int i) {
    return Labels.of("__name__", "m", "i", Integer.toString(i));
  }

  private static Map<Path, Long> sizes(Path folder) throws IOException {
    Map<Path, Long> sizes = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.put(folder.relativize(file), Files.size(file));
      }
    }
    return sizes;
  }

  /** Copies a folder as a power cut leaves it. */
  private static void cut(Path live, Path into, Map<Path, Long> forced, Random random)
      throws IOException {
    for (Map.Entry<Path, Long> file : sizes(live).entrySet()) {
      String name = file.getKey().toString();
      boolean appended = name.endsWith(".nxw") || name.endsWith(".nxl") || name.endsWith(".nxc");
      long safe = forced.getOrDefault(file.getKey(), 0L);
      if (appended && safe == 0 && random.nextBoolean()) {
        continue; // a new file's name may be lost with it
      }
      Path to = into.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.copy(live.resolve(file.getKey()), to);
      if (appended && file.getValue() > safe) {
        long kept = safe + random.nextLong(file.getValue() - safe + 1);
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
          channel.truncate(kept);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_was_forced_is_there_after_a_power_cut(long seed) throws Exception {
    Random random = new Random(seed);
    Path live = temp.resolve("live");
    Path left = temp.resolve("left");
    Map<Labels, TreeMap<Long, Object>> safe;
    Map<Labels, TreeMap<Long, Object>> all;
    try (StorageEngine engine = new TestContext(live).open(BY_HAND);
        RowWriter writer = engine.writer(Labels.of("job", "a"))) {
      append(writer, 0, 40 + random.nextInt(300), random);
      ((LocalStorageEngine) engine).maintain();
      Map<Path, Long> forced = sizes(live);
      safe = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      append(writer, 1_000_000, 1 + random.nextInt(100), random);
      all = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      cut(live, left, forced, random);
    }
    Files.delete(left.resolve("lock"));

    try (StorageEngine engine = new TestContext(left).open(BY_HAND)) {
      Map<Labels, TreeMap<Long, Object>> found = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      safe.forEach(
          (labels, samples) ->
              assertThat(found.get(labels))
                  .as("%s, seed %d", labels, seed)
                  .containsAllEntriesOf(samples));
      // Nothing that was never written.
      found.forEach((labels, samples) -> assertThat(all.get(labels)).containsAllEntriesOf(samples));
    }
  }

  private static void append(RowWriter writer, long from, int rows, Random random) {
    for (int row = 0; row < rows; row++) {
      writer.row(from + row);
      // Now and then a new series.
      int columns = 20 + row / 10 + (from > 0 ? 50 : 0);
      for (int i = 0; i < columns; i++) {
        writer.set(writer.column(series(i)), random.nextInt(10));
      }
      writer.commit();
    }
  }
}
