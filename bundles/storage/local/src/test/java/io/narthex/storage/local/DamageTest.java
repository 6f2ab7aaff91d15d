// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a file of the data folder: no wrong sample, the rest serves, nothing goes.
 */
class DamageTest {

  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");
  private static final LocalStorageConfig SMALL =
      new LocalStorageConfig(Duration.ofHours(1), 1 << 16, 2, 4, 0);
  private static final long HOUR = 3_600_000;

  @TempDir Path temp;

  private Path whole = Path.of("");
  private Map<Labels, TreeMap<Long, Object>> expected = Map.of();

  /** Makes a folder with a merged partition, one of several files, a log and deleted samples. */
  @BeforeEach
  void fill() throws IOException {
    Path live = temp.resolve("live");
    whole = temp.resolve("whole");
    try (StorageEngine engine = open(live)) {
      fill(engine, "a", 0, 2);
      fill(engine, "b", 0, 2);
      fill(engine, "a", 2, 4);
      ((LocalStorageEngine) engine).maintain();
    }
    // Each start begins a file of its own.
    try (StorageEngine engine = open(live)) {
      fill(engine, "b", 2, 4);
      engine.delete(List.of(List.of(Matcher.equal("i", "1"))), HOUR, 2 * HOUR);
      expected = read(engine);
      Folders.copy(live, whole);
    }
    try (StorageEngine engine = open(copyOf("check"))) {
      assertThat(read(engine)).isEqualTo(expected);
    }
  }

  private static StorageEngine open(Path folder) throws IOException {
    return new TestContext(folder, Duration.ofDays(30)).open(SMALL);
  }

  private static void fill(StorageEngine engine, String job, long fromHour, long toHour) {
    try (RowWriter writer = engine.writer(Labels.of("job", job))) {
      for (long t = fromHour * HOUR; t < toHour * HOUR; t += 120_000) {
        writer.row(t);
        for (int i = 0; i < 5; i++) {
          Labels labels = Labels.of("__name__", "m", "i", Integer.toString(i), "job", job);
          writer.set(writer.column(labels), i * 1000 + t / 120_000 * i);
        }
        writer.commit();
      }
    }
  }

  private static Map<Labels, TreeMap<Long, Object>> read(StorageEngine engine) {
    return Samples.of(engine, 0, Long.MAX_VALUE, ALL);
  }

  private Path copyOf(String name) throws IOException {
    Path to = temp.resolve(name);
    Folders.copy(whole, to);
    return to;
  }

  private List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(whole.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .map(file -> whole.relativize(file))
          .sorted()
          .toList();
    }
  }

  private static long samples(Map<Labels, TreeMap<Long, Object>> of) {
    return of.values().stream().mapToLong(TreeMap::size).sum();
  }

  /** Opens, reads, merges, opens again; returns how many samples were still there. */
  private long survive(Path folder, String what) throws IOException {
    Map<Labels, TreeMap<Long, Object>> found;
    try (StorageEngine engine = open(folder)) {
      found = read(engine);
      found.forEach(
          (labels, samples) ->
              assertThat(expected.get(labels)).as(what).containsAllEntriesOf(samples));
      fill(engine, "c", 10, 11);
      ((LocalStorageEngine) engine).maintain();
      engine.cleanTombstones();
    }
    try (StorageEngine engine = open(folder)) {
      Map<Labels, TreeMap<Long, Object>> again = read(engine);
      again.keySet().removeIf(labels -> labels.get("job").equals("c"));
      assertThat(again).as(what).isEqualTo(found);
    }
    return samples(found);
  }

  private static boolean keeps(Path folder, byte[] piece) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (contains(Files.readAllBytes(file), piece)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean contains(byte[] all, byte[] piece) {
    for (int i = 0; i + piece.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + piece.length, piece, 0, piece.length)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void damage_anywhere_in_a_chunk_file_costs_a_block_at_most_and_is_kept() throws Exception {
    Random random = new Random(11);
    int run = 0;
    List<Path> victims = files("chunks", ".nxc");
    assertThat(victims).hasSizeGreaterThan(2);
    assertThat(victims).anyMatch(file -> file.getFileName().toString().contains("-"));
    long all = samples(expected);
    for (Path victim : victims) {
      int length = (int) Files.size(whole.resolve(victim));
      int[] places =
          IntStream.concat(
                  // The header, the head of the first record, and places all over.
                  IntStream.of(0, 7, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 52, 64, 80),
                  random.ints(12, 16, length))
              .filter(at -> at < length)
              .toArray();
      for (int at : places) {
        Path folder = copyOf("flip" + run++);
        Path file = folder.resolve(victim);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (3 << random.nextInt(7));
        Files.write(file, bytes);
        String what = "two bits flipped in byte " + at + " of " + length + " of " + victim;
        // A layout that is damaged takes the blocks with it that use it: those of one target.
        assertThat(survive(folder, what)).as(what).isGreaterThanOrEqualTo(all / 4);
        byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(length, at + 12));
        assertThat(keeps(folder, piece)).as("%s is kept", what).isTrue();
      }
    }
  }

  @Test
  void blocks_without_a_second_sum_are_read_and_merged_but_not_mended() throws Exception {
    Path folder = copyOf("older");
    for (Path file : files("chunks", ".nxc")) {
      Files.write(folder.resolve(file), OlderBlocks.of(Files.readAllBytes(whole.resolve(file))));
    }
    Path damaged = temp.resolve("damaged");
    Folders.copy(folder, damaged);
    assertThat(survive(folder, "blocks without a second sum")).isEqualTo(samples(expected));

    Path victim = damaged.resolve(files("chunks", ".nxc").getFirst());
    byte[] bytes = Files.readAllBytes(victim);
    bytes[bytes.length - 1] ^= 1;
    Files.write(victim, bytes);
    assertThat(survive(damaged, "a flipped bit in one of them"))
        .isBetween(samples(expected) / 4, samples(expected) - 1);
    assertThat(keeps(damaged, Arrays.copyOfRange(bytes, bytes.length - 12, bytes.length))).isTrue();
  }

  private static List<String> warnings(StorageEngine engine, long from, long to) {
    try (Selection selection = engine.select(new SelectRequest(List.of(ALL), from, to))) {
      while (selection.next() != null) {
        // Complete once all batches were taken.
      }
      return selection.warnings();
    }
  }

  @Test
  void a_query_is_told_of_the_damage_in_its_range_and_of_no_other() throws Exception {
    Path copied = copyOf("warned");
    try (StorageEngine engine = open(copied)) {
      assertThat(warnings(engine, 0, Long.MAX_VALUE)).isEmpty();
      assertThat(engine.corruptions()).isZero();
    }
    Path file;
    try (Stream<Path> files = Files.walk(copied.resolve("chunks"))) {
      file = files.filter(path -> path.toString().endsWith(".nxc")).sorted().findFirst().get();
    }
    String partition = file.getParent().getFileName().toString();
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 200; at < bytes.length; at += 16) {
      bytes[at] ^= 0x10;
    }
    Files.write(file, bytes);
    try (StorageEngine engine = open(copied)) {
      assertThat(warnings(engine, 0, HOUR))
          .isNotEmpty()
          .allSatisfy(
              text -> assertThat(text).contains(partition).contains("damaged").contains("restore"));
      assertThat(warnings(engine, 9 * HOUR, 10 * HOUR)).isEmpty();
      assertThat(engine.corruptions()).isPositive();
    }
    Files.write(file, new byte[5_000]);
    try (StorageEngine engine = open(copied)) {
      assertThat(warnings(engine, 0, HOUR)).singleElement().asString().contains("may be missing");
      assertThat(warnings(engine, 9 * HOUR, 10 * HOUR)).isEmpty();
    }
  }

  @Test
  void a_truncated_or_deleted_chunk_file_costs_what_was_in_it() throws Exception {
    Random random = new Random(12);
    int run = 0;
    for (Path victim : files("chunks", ".nxc")) {
      int length = (int) Files.size(whole.resolve(victim));
      for (int left : new int[] {0, 1, 15, 16, 60, 100, random.nextInt(length), length - 1}) {
        Path folder = copyOf("cut" + run++);
        Path file = folder.resolve(victim);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), Math.min(left, length)));
        survive(folder, victim + " cut to " + left);
      }
      Path folder = copyOf("gone" + run++);
      Files.delete(folder.resolve(victim));
      survive(folder, victim + " deleted");
    }
  }

  @Test
  void a_flipped_bit_in_tombstones_is_put_right() throws Exception {
    byte[] good = Files.readAllBytes(whole.resolve("tombstones.nxt"));
    for (int at = 0; at < good.length; at++) {
      Path folder = copyOf("flipped" + at);
      byte[] bytes = good.clone();
      bytes[at] ^= (byte) (1 << at % 8);
      Files.write(folder.resolve("tombstones.nxt"), bytes);
      try (StorageEngine engine = open(folder)) {
        assertThat(read(engine)).as("byte %d", at).isEqualTo(expected);
        assertThat(engine.corruptions()).isEqualTo(1);
        assertThat(folder.resolve("tombstones.nxt")).hasBinaryContent(good);
      }
    }
  }

  @Test
  void damaged_tombstones_are_set_aside_and_deleted_samples_are_back() throws Exception {
    byte[] good = Files.readAllBytes(whole.resolve("tombstones.nxt"));
    for (int at = 0; at < good.length; at += 3) {
      Path folder = copyOf("tombstones" + at);
      byte[] bytes = good.clone();
      bytes[at] ^= 5;
      Files.write(folder.resolve("tombstones.nxt"), bytes);
      try (StorageEngine engine = open(folder)) {
        assertThat(samples(read(engine))).isEqualTo(samples(expected) + 2 * 31);
        assertThat(folder.resolve("tombstones.nxt.damaged")).hasBinaryContent(bytes);
        engine.delete(List.of(List.of(Matcher.equal("i", "1"))), HOUR, 2 * HOUR);
        assertThat(read(engine)).isEqualTo(expected);
      }
    }
  }

  @Test
  void a_damaged_header_of_the_label_log_is_made_again_from_the_rest() throws Exception {
    byte[] good = Files.readAllBytes(whole.resolve("labels/series.nxl"));
    for (int at = 0; at < 24; at++) {
      Path folder = copyOf("labels" + at);
      Path log = folder.resolve("labels/series.nxl");
      byte[] bytes = good.clone();
      bytes[at] ^= (byte) (1 << at % 8);
      Files.write(log, bytes);
      for (int round = 0; round < 2; round++) {
        try (StorageEngine engine = open(folder)) {
          assertThat(read(engine)).as("byte %d, round %d", at, round).isEqualTo(expected);
          fill(engine, "new" + round, 0, 1);
          assertThat(samples(read(engine))).isGreaterThan(samples(expected));
          engine.delete(List.of(List.of(Matcher.equal("job", "new" + round))), 0, Long.MAX_VALUE);
        }
        assertThat(log.resolveSibling("series.nxl.damaged")).hasBinaryContent(bytes);
      }
    }
  }

  @Test
  void a_file_of_a_future_version_is_named_and_left_as_it_is() throws Exception {
    Path victim = files("chunks", ".nxc").getFirst();
    Path segment = files("wal", ".nxw").getLast();
    for (String name :
        List.of(victim.toString(), "tombstones.nxt", segment.toString(), "labels/series.nxl")) {
      Path folder = copyOf("future-" + name.replace('/', '-'));
      Path file = folder.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      all.putInt(8, 99);
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, 12);
      if (name.endsWith(".nxt")) {
        crc.update(bytes, 16, bytes.length - 16);
      } else if (name.endsWith(".nxw")) {
        crc.update(bytes, 16, 8);
      }
      if (name.endsWith(".nxl")) {
        crc.update(bytes, 12, 8);
        all.putInt(20, (int) crc.getValue());
      } else {
        all.putInt(12, (int) crc.getValue());
      }
      Files.write(file, bytes);
      assertThatThrownBy(() -> open(folder).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("version 99")
          .hasMessageContaining("newer");
      assertThat(file).hasBinaryContent(bytes);
    }
  }
}
