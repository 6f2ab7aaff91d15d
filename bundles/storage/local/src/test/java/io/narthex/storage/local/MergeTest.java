// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.storage.local.chunk.ChunkStore;
import io.narthex.storage.local.chunk.MergeLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions are merged, and whatever happens meanwhile no sample is lost or seen twice. */
class MergeTest {

  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");
  // The engine's own threads stay out of it; the tests do their work when they want to.
  private static final LocalStorageConfig SMALL =
      new LocalStorageConfig(Duration.ofHours(1), 1 << 16, 2, 4, 0);
  private static final long HOUR = 3_600_000;
  private static final int SERIES = 6;

  @TempDir Path temp;

  private static TestContext context(Path folder) {
    return new TestContext(folder, Duration.ofDays(15), 0, Duration.ofDays(2), 0);
  }

  private static void fill(StorageEngine engine, long fromHour, long toHour) {
    try (RowWriter writer = engine.writer(Labels.of("job", "j"))) {
      for (long t = fromHour * HOUR; t < toHour * HOUR; t += 120_000) {
        writer.row(t);
        for (int i = 0; i < SERIES; i++) {
          Labels labels = Labels.of("__name__", "m", "i", Integer.toString(i));
          writer.set(writer.column(labels), i == 0 ? 1 : i * 1000 + t / 120_000 % (50 * i));
        }
        writer.commit();
      }
    }
  }

  /** Makes a folder as a killed process leaves it, with narrow partitions of several files. */
  private void fillAndKill(Path folder, int hours) throws IOException {
    Path live = temp.resolve("live-of-" + folder.getFileName());
    try (StorageEngine engine = context(live).open(SMALL)) {
      fill(engine, 0, hours);
      Folders.copy(live, folder);
    }
  }

  private static Map<Labels, TreeMap<Long, Object>> read(StorageEngine engine) {
    return Samples.of(engine, 0, Long.MAX_VALUE, ALL);
  }

  private static void maintain(StorageEngine engine) throws IOException {
    ((LocalStorageEngine) engine).maintain();
  }

  private static List<String> partitions(Path data) throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("chunks"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String name(long startHour, long hours) {
    return startHour * HOUR + "-" + ((startHour + hours) * HOUR - 1);
  }

  @Test
  void settled_partitions_become_wider_up_to_a_tenth_of_the_retention() throws Exception {
    try (StorageEngine engine = context(temp).open(SMALL)) {
      fill(engine, 0, 24);
      Map<Labels, TreeMap<Long, Object>> before = read(engine);
      maintain(engine);
      assertThat(partitions(temp))
          .containsExactlyInAnyOrder(name(0, 18), name(18, 2), name(20, 2), name(22, 2));
      assertThat(read(engine)).isEqualTo(before);
      fill(engine, 24, 27);
      before = read(engine);
      maintain(engine);
      // 15 days allow 18 hours and not 54.
      assertThat(partitions(temp)).contains(name(0, 18), name(18, 6));
      assertThat(read(engine)).isEqualTo(before);
    }
    try (StorageEngine engine = context(temp).open(SMALL)) {
      assertThat(read(engine).get(Labels.of("__name__", "m", "i", "3"))).hasSize(27 * 30);
    }
  }

  @Test
  void late_samples_go_into_the_wide_partition_and_are_merged_in() throws Exception {
    try (StorageEngine engine = context(temp).open(SMALL)) {
      fill(engine, 0, 12);
      maintain(engine);
      assertThat(partitions(temp)).contains(name(0, 6));
      Labels labels = Labels.of("__name__", "m", "i", "2");
      try (RowWriter writer = engine.writer(Labels.of("job", "j"))) {
        for (int i = 0; i < 400; i++) {
          writer.row(HOUR + 1 + i * 7_001L);
          writer.set(writer.column(labels), i);
          assertThat(writer.commit().stored()).isEqualTo(1);
        }
      }
      Map<Labels, TreeMap<Long, Object>> before = read(engine);
      assertThat(before.get(labels)).hasSize(12 * 30 + 400);
      maintain(engine);
      assertThat(read(engine)).isEqualTo(before);
      engine.close();
      assertThat(partitions(temp)).contains(name(0, 6)).doesNotContain(name(0, 2));
      try (StorageEngine again = context(temp).open(SMALL)) {
        assertThat(read(again)).isEqualTo(before);
      }
    }
  }

  /** What a cut at each step of a merge of several partitions leaves behind. */
  @Test
  void tells_which_partitions_there_are() throws Exception {
    try (StorageEngine engine = new TestContext(temp.resolve("told")).open(SMALL)) {
      assertThat(engine.partitions()).isEmpty();
      fill(engine, 0, 7);
      maintain(engine);
      List<StoragePartition> told = engine.partitions();
      assertThat(told).isNotEmpty();
      assertThat(told)
          .allSatisfy(
              one -> {
                assertThat(one.name()).isEqualTo(one.minTimeMs() + "-" + one.maxTimeMs());
                assertThat(one.series()).isPositive().isLessThanOrEqualTo(one.chunks());
                assertThat(one.bytes()).isPositive();
                assertThat(one.level())
                    .isEqualTo(one.maxTimeMs() - one.minTimeMs() < 7_200_000 ? 1 : 2);
              });
    }
  }

  @Test
  void a_cut_at_any_step_of_widening_leaves_the_old_or_the_new() throws Exception {
    Path old = temp.resolve("old");
    Path wide = temp.resolve("wide");
    Map<Labels, TreeMap<Long, Object>> expected;
    fillAndKill(old, 8);
    Folders.copy(old, wide);
    try (StorageEngine engine = context(wide).open(SMALL)) {
      expected = read(engine);
      fill(engine, 8, 10);
      maintain(engine);
    }
    assertThat(partitions(wide)).contains(name(0, 6));
    Path merged = wide.resolve("chunks").resolve(name(0, 6));
    List<Path> states = new ArrayList<>();
    byte[] whole = Files.readAllBytes(files(merged).getFirst());
    for (int length = 0; length <= whole.length; length += 1 + whole.length / 9) {
      Path state = temp.resolve("unfinished-" + length);
      Folders.copy(old, state);
      Path unfinished = state.resolve("chunks").resolve(name(0, 6) + ".new");
      Files.createDirectories(unfinished);
      Files.write(unfinished.resolve("00000001-00000001.nxc"), Arrays.copyOf(whole, length));
      states.add(state);
    }
    List<Path> sources = new ArrayList<>();
    for (long hour = 0; hour < 6; hour += 2) {
      sources.addAll(files(old.resolve("chunks").resolve(name(hour, 2))));
    }
    for (int deleted = 0; deleted <= sources.size(); deleted++) {
      Path state = temp.resolve("renamed-" + deleted);
      Folders.copy(old, state);
      Folders.copy(merged, state.resolve("chunks").resolve(name(0, 6)));
      for (Path source : sources.subList(0, deleted)) {
        Files.delete(state.resolve(old.relativize(source)));
      }
      states.add(state);
    }
    for (Path state : states) {
      for (int start = 0; start < 2; start++) {
        try (StorageEngine engine = context(state).open(SMALL)) {
          assertThat(read(engine)).as(state.toString()).isEqualTo(expected);
          maintain(engine);
          assertThat(read(engine)).as(state.toString()).isEqualTo(expected);
        }
        assertThat(files(state)).noneMatch(file -> file.toString().contains(".new"));
        assertThat(files(state)).noneMatch(file -> file.toString().contains(".damaged"));
      }
    }
  }

  /** What a cut at each step of a merge within a partition leaves behind. */
  @Test
  void a_cut_at_any_step_of_a_merge_leaves_the_old_or_the_new() throws Exception {
    Path old = temp.resolve("old");
    fillAndKill(old, 2);
    Path live = temp.resolve("live");
    Folders.copy(old, live);
    Map<Labels, TreeMap<Long, Object>> expected;
    try (StorageEngine engine = context(live).open(SMALL)) {
      expected = read(engine);
    }
    Path partition = live.resolve("chunks").resolve(name(0, 2));
    Path result = files(partition).getLast();
    byte[] whole = Files.readAllBytes(result);
    assertThat(result.getFileName().toString()).startsWith("00000001-");
    List<Path> states = new ArrayList<>();
    for (int length = 0; length <= whole.length; length += 1 + whole.length / 9) {
      Path state = temp.resolve("cut-" + length);
      Folders.copy(old, state);
      Files.write(
          state.resolve("chunks").resolve(name(0, 2)).resolve("merge.new"),
          Arrays.copyOf(whole, length));
      states.add(state);
    }
    Path both = temp.resolve("both");
    Folders.copy(old, both);
    Files.copy(result, both.resolve("chunks").resolve(name(0, 2)).resolve("00000001-00000009.nxc"));
    states.add(both);
    for (Path state : states) {
      try (StorageEngine engine = context(state).open(SMALL)) {
        assertThat(read(engine)).as(state.toString()).isEqualTo(expected);
      }
    }
  }

  @Test
  void a_merge_whose_time_is_up_leaves_everything_as_it_was() throws Exception {
    Path old = temp.resolve("old");
    fillAndKill(old, 8);
    MergeLimits late = new MergeLimits(8 * HOUR, 8 * HOUR, 6 * HOUR, 0, 0, System.nanoTime() - 1);
    MergeLimits patient = new MergeLimits(8 * HOUR, 8 * HOUR, 6 * HOUR, 0, 0, 0);
    try (ChunkStore store = new ChunkStore(old.resolve("chunks"), warning -> {})) {
      List<Path> before = files(old);
      assertThat(store.mergeOne(late, 1024, (target, gone, fresh) -> {})).isFalse();
      assertThat(files(old)).isEqualTo(before);
      assertThat(partitions(old)).doesNotContain(name(0, 6)).noneMatch(n -> n.endsWith(".new"));
      assertThat(store.mergeOne(patient, 1024, (target, gone, fresh) -> {})).isTrue();
      assertThat(partitions(old)).contains(name(0, 6));
    }
  }

  @Test
  void a_damaged_wide_partition_gives_way_to_what_it_was_made_of() throws Exception {
    Path old = temp.resolve("old");
    Path wide = temp.resolve("wide");
    fillAndKill(old, 8);
    Folders.copy(old, wide);
    Map<Labels, TreeMap<Long, Object>> expected;
    try (StorageEngine engine = context(wide).open(SMALL)) {
      expected = read(engine);
      fill(engine, 8, 10);
      maintain(engine);
    }
    Path merged = old.resolve("chunks").resolve(name(0, 6));
    Folders.copy(wide.resolve("chunks").resolve(name(0, 6)), merged);
    try (RandomAccessFile file = new RandomAccessFile(files(merged).getFirst().toFile(), "rw")) {
      file.seek(30);
      file.writeLong(0);
    }
    try (StorageEngine engine = context(old).open(SMALL)) {
      assertThat(read(engine)).isEqualTo(expected);
      assertThat(partitions(old)).contains(name(0, 6) + ".damaged");
    }
  }

  @Test
  void queries_see_each_sample_once_while_partitions_are_merged() throws Exception {
    try (StorageEngine engine = context(temp).open(SMALL)) {
      fill(engine, 0, 40);
      Map<Labels, TreeMap<Long, Object>> expected = read(engine);
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  while (!done.get()) {
                    // Samples.of fails when a series gives a time twice.
                    assertThat(Samples.of(engine, 0, 40 * HOUR, ALL)).isEqualTo(expected);
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      reader.start();
      Random random = new Random(1);
      for (int i = 0; i < 20; i++) {
        fill(engine, 41 + i, 42 + i);
        maintain(engine);
        if (random.nextInt(3) == 0) {
          engine.cleanTombstones();
        }
      }
      done.set(true);
      reader.join();
      assertThat(failure.get()).isNull();
    }
  }

  @Test
  void retention_by_size_counts_the_log_and_keeps_the_newest() throws Exception {
    TestContext small = new TestContext(temp, Duration.ZERO, 60_000, Duration.ZERO, Long.MAX_VALUE);
    try (StorageEngine engine = small.open(SMALL)) {
      for (int hour = 0; hour < 200; hour += 10) {
        fill(engine, hour, hour + 10);
        maintain(engine);
      }
      TreeMap<Long, Object> left = read(engine).get(Labels.of("__name__", "m", "i", "3"));
      assertThat(left.firstKey()).isGreaterThan(0);
      assertThat(left.lastKey()).isEqualTo(200 * HOUR - 120_000);
      long bytes = 0;
      for (Path file : files(temp.resolve("chunks"))) {
        bytes += Files.size(file);
      }
      assertThat(bytes).isLessThanOrEqualTo(60_000);
    }
  }

  @Test
  void a_snapshot_opens_with_or_without_the_newest_samples() throws Exception {
    Path live = temp.resolve("live");
    try (StorageEngine engine = context(live).open(SMALL)) {
      fill(engine, 0, 13);
      maintain(engine);
      fill(engine, 13, 15);
      engine.delete(List.of(List.of(Matcher.equal("i", "2"))), HOUR, 2 * HOUR);
      Map<Labels, TreeMap<Long, Object>> all = read(engine);
      engine.snapshot(Files.createDirectories(temp.resolve("with")), true);
      engine.snapshot(Files.createDirectories(temp.resolve("without")), false);
      fill(engine, 15, 16);
      try (StorageEngine copied = context(temp.resolve("with")).open(SMALL)) {
        assertThat(read(copied)).isEqualTo(all);
      }
      try (StorageEngine copied = context(temp.resolve("without")).open(SMALL)) {
        Map<Labels, TreeMap<Long, Object>> found = read(copied);
        assertThat(found.keySet()).isEqualTo(all.keySet());
        found.forEach((labels, of) -> assertThat(all.get(labels)).containsAllEntriesOf(of));
        assertThat(found.get(Labels.of("__name__", "m", "i", "1")).lastKey())
            .isBetween(12 * HOUR, 14 * HOUR);
      }
    }
  }

  /** A host whose settings change while the engine is open, as a reload does it. */
  private static final class Changing implements StorageContext {

    private final Path folder;
    private volatile Duration retention = Duration.ofDays(15);
    private volatile Duration window = Duration.ZERO;

    Changing(Path folder) {
      this.folder = folder;
    }

    @Override
    public String name() {
      return "local";
    }

    @Override
    public Path dataFolder() {
      return folder;
    }

    @Override
    public Duration retention() {
      return retention;
    }

    @Override
    public long retentionBytes() {
      return 0;
    }

    @Override
    public Duration outOfOrderWindow() {
      return window;
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(Instant.ofEpochMilli(Long.MAX_VALUE / 4));
    }
  }

  @Test
  void a_changed_retention_and_window_hold_without_a_restart() throws Exception {
    Changing context = new Changing(temp);
    Labels labels = Labels.of("__name__", "m", "i", "3");
    try (StorageEngine engine = new LocalStorageEngineFactory().open(SMALL, context);
        RowWriter writer = engine.writer(Labels.of("job", "j"))) {
      fill(engine, 0, 30);
      maintain(engine);
      writer.row(29 * HOUR + 1);
      writer.set(writer.column(labels), 1);
      CommitResult refused = writer.commit();
      assertThat(refused.outOfOrder()).isEqualTo(1);
      context.window = Duration.ofHours(2);
      writer.row(29 * HOUR + 1);
      writer.set(writer.column(labels), 1);
      assertThat(writer.commit().stored()).isEqualTo(1);
      writer.row(20 * HOUR + 1);
      writer.set(writer.column(labels), 1);
      assertThat(writer.commit().tooOld()).isEqualTo(1);
      assertThat(read(engine).get(labels).firstKey()).isZero();
      context.retention = Duration.ofHours(5);
      maintain(engine);
      // Whole partitions go: those that end before hour 25. A block is where its newest row is.
      assertThat(read(engine).get(labels).firstKey()).isBetween(23 * HOUR, 24 * HOUR);
    }
  }
}
