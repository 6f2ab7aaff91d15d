// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.storage.local.chunk.ChunkStore;
import io.narthex.storage.local.head.Head;
import io.narthex.storage.local.head.HeadSettings;
import io.narthex.storage.local.label.LabelStore;
import io.narthex.storage.local.tombstone.v1.Tombstones;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there after a process ended in the middle, or after files were damaged. */
class RecoveryTest {

  private static final Labels TARGET = Labels.of("job", "j");
  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");

  @TempDir Path temp;

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void a_copy_of_the_folder_of_a_running_engine_has_all_committed_rows() throws Exception {
    Path live = temp.resolve("live");
    try (StorageEngine engine = new TestContext(live).open(SmallRows.SMALL)) {
      SmallRows.fill(engine, 0, 203, 7);
      Map<Labels, TreeMap<Long, Object>> before = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      assertThat(before).hasSize(7);
      Folders.copy(live, temp.resolve("copy"));
      try (StorageEngine copied = new TestContext(temp.resolve("copy")).open(SmallRows.SMALL)) {
        assertThat(Samples.of(copied, 0, Long.MAX_VALUE, ALL)).isEqualTo(before);
        SmallRows.fill(copied, 203, 210, 9);
        assertThat(Samples.of(copied, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(0)))
            .hasSize(210);
      }
    }
  }

  @Test
  void rows_whose_block_is_stored_are_no_gap_though_the_log_begins_in_the_middle_of_it()
      throws Exception {
    Path live = temp.resolve("live");
    Path copy = temp.resolve("copy");
    try (StorageEngine engine = new TestContext(live).open(SmallRows.SMALL)) {
      SmallRows.fill(engine, 0, 500, 60);
      assertThat(files(live, ".nxw")).hasSizeGreaterThan(2);
      ((LocalStorageEngine) engine).maintain();
      assertThat(files(live, ".nxw")).hasSize(1);
      Folders.copy(live, copy);
    }
    List<String> warnings = new ArrayList<>();
    try (LabelStore labels =
            new LabelStore(
                copy.resolve("labels"), SmallRows.SMALL.seriesLimits(), rows -> {}, warnings::add);
        Head head =
            new Head(
                new HeadSettings(copy, 4, () -> 0, 1 << 16, () -> 0, 1000),
                labels,
                Tombstones.open(copy.resolve("tombstones.nxt"), warnings::add),
                new ChunkStore(copy.resolve("chunks"), warnings::add),
                copy.resolve("wal"),
                warnings::add)) {
      assertThat(head.timeRange()).containsExactly(0, 499_000);
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void a_series_that_was_silent_before_the_end_still_knows_its_newest_sample() throws Exception {
    Path live = temp.resolve("live");
    Path copy = temp.resolve("copy");
    TestContext context = new TestContext(live, Duration.ofMinutes(1));
    try (StorageEngine engine = context.open(SmallRows.SMALL);
        RowWriter writer = engine.writer(TARGET)) {
      for (int row = 1; row <= 30; row++) {
        writer.row(row * 1000L);
        for (int i = 0; i < 3; i++) {
          int column = writer.column(SmallRows.series(i));
          if (i == 0 || row <= 20) {
            writer.set(column, row);
          }
        }
        writer.commit();
      }
      // In the last block there is nothing of one, and a late sample of the other.
      writer.row(3_500);
      writer.set(writer.column(SmallRows.series(2)), 3);
      writer.commit();
      Folders.copy(live, copy);
    }
    try (StorageEngine engine = new TestContext(copy, Duration.ZERO).open(SmallRows.SMALL);
        RowWriter writer = engine.writer(TARGET)) {
      writer.row(19_500);
      for (int i = 0; i < 3; i++) {
        writer.set(writer.column(SmallRows.series(i)), 0);
      }
      assertThat(writer.commit().outOfOrder()).isEqualTo(3);
      writer.row(20_000);
      for (int i = 1; i < 3; i++) {
        writer.set(writer.column(SmallRows.series(i)), 0);
      }
      assertThat(writer.commit().duplicate()).isEqualTo(2);
      SmallRows.fill(engine, 31, 33, 3);
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(2)))
          .hasSize(23)
          .containsKeys(3_500L, 20_000L, 31_000L, 32_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 17, 60, 200})
  void a_torn_end_of_the_log_is_cut_off_and_the_engine_goes_on(int torn) throws Exception {
    Path live = temp.resolve("live");
    Path copy = temp.resolve("copy");
    try (StorageEngine engine = new TestContext(live).open()) {
      SmallRows.fill(engine, 0, 20, 5);
      Folders.copy(live, copy);
    }
    Path log = files(copy.resolve("wal"), ".nxw").getLast();
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(file.length() - torn);
    }
    try (StorageEngine engine = new TestContext(copy).open()) {
      int rows = Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(0)).size();
      assertThat(rows).isBetween(15, 19);
      SmallRows.fill(engine, 20, 25, 5);
    }
    try (StorageEngine engine = new TestContext(copy).open()) {
      assertThat(Samples.of(engine, 20_000, Long.MAX_VALUE, ALL).get(SmallRows.series(4)))
          .hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void damage_never_gives_wrong_samples(long seed) throws Exception {
    Random random = new Random(seed);
    Path live = temp.resolve("live");
    Path copy = temp.resolve("copy");
    Map<Labels, TreeMap<Long, Object>> before;
    try (StorageEngine engine = new TestContext(live).open(SmallRows.SMALL)) {
      SmallRows.fill(engine, 0, 101, 6);
      before = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      Folders.copy(live, copy);
    }
    List<Path> candidates =
        Stream.of(".nxw", ".nxc")
            .flatMap(
                ending -> {
                  try {
                    return files(copy, ending).stream();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                })
            .filter(file -> file.toFile().length() > 100)
            .toList();
    Path victim = candidates.get(random.nextInt(candidates.size()));
    try (RandomAccessFile file = new RandomAccessFile(victim.toFile(), "rw")) {
      long at = 24 + random.nextInt((int) file.length() - 24);
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ (3 << random.nextInt(7)));
    }
    try (StorageEngine engine = new TestContext(copy).open(SmallRows.SMALL)) {
      Map<Labels, TreeMap<Long, Object>> after = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      after.forEach(
          (labels, samples) ->
              assertThat(before.get(labels))
                  .as("seed %d, %s", seed, victim.getFileName())
                  .containsAllEntriesOf(samples));
      SmallRows.fill(engine, 200, 210, 6);
      assertThat(Samples.of(engine, 200_000, Long.MAX_VALUE, ALL)).hasSize(6);
    }
  }

  @Test
  void a_file_that_is_no_chunk_file_is_set_aside_and_the_rest_serves() throws Exception {
    Path folder = temp.resolve("data");
    try (StorageEngine engine = new TestContext(folder).open(SmallRows.SMALL)) {
      SmallRows.fill(engine, 0, 50, 3);
    }
    try (StorageEngine engine = new TestContext(folder).open(SmallRows.SMALL)) {
      SmallRows.fill(engine, 10_000, 10_050, 3);
    }
    Path victim = files(folder.resolve("chunks"), ".nxc").getFirst();
    Files.write(victim, new byte[] {1, 2, 3});
    try (StorageEngine engine = new TestContext(folder).open(SmallRows.SMALL)) {
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(1))).hasSize(50);
      assertThat(files(folder, ".damaged")).hasSize(1);
    }
  }

  @Test
  void a_log_segment_without_header_is_read_all_the_same() throws Exception {
    Path copy = killedAfter50Rows();
    try (RandomAccessFile file =
        new RandomAccessFile(files(copy.resolve("wal"), ".nxw").getLast().toFile(), "rw")) {
      file.writeLong(0);
    }
    try (StorageEngine engine = new TestContext(copy).open(SmallRows.SMALL)) {
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(1))).hasSize(50);
      assertThat(engine.corruptions()).isEqualTo(1);
      SmallRows.fill(engine, 60, 70, 3);
    }
  }

  @Test
  void a_file_that_is_no_log_segment_is_set_aside_and_the_rest_serves() throws Exception {
    Path copy = killedAfter50Rows();
    Files.write(files(copy.resolve("wal"), ".nxw").getLast(), new byte[1_000]);
    try (StorageEngine engine = new TestContext(copy).open(SmallRows.SMALL)) {
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(1)).size())
          .isBetween(40, 50);
      assertThat(files(copy, ".damaged")).hasSize(1);
      SmallRows.fill(engine, 60, 70, 3);
    }
  }

  private Path killedAfter50Rows() throws Exception {
    Path live = temp.resolve("live");
    Path copy = temp.resolve("copy");
    try (StorageEngine engine = new TestContext(live).open(SmallRows.SMALL)) {
      SmallRows.fill(engine, 0, 50, 3);
      Folders.copy(live, copy);
    }
    return copy;
  }

  @Test
  void a_damaged_label_index_is_built_again() throws Exception {
    Path folder = temp.resolve("data");
    try (StorageEngine engine = new TestContext(folder).open()) {
      SmallRows.fill(engine, 0, 1, 9000);
    }
    List<Path> index = files(folder.resolve("labels/index-1"), ".si");
    assertThat(index).isNotEmpty();
    for (Path file : index) {
      Files.write(file, new byte[] {9});
    }
    try (StorageEngine engine = new TestContext(folder).open()) {
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).hasSize(9000);
      assertThat(engine.labelValues("i", List.of(List.of(ALL)), 0, Long.MAX_VALUE, 0))
          .hasSize(9000);
    }
  }

  @Test
  void a_second_engine_on_the_folder_is_refused() throws Exception {
    try (StorageEngine engine = new TestContext(temp).open()) {
      SmallRows.fill(engine, 0, 1, 1);
      assertThatThrownBy(() -> new TestContext(temp).open().close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(temp.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    new TestContext(temp).open().close();
  }

  @Test
  void a_folder_of_another_version_is_refused() throws Exception {
    Files.writeString(temp.resolve("format"), "narthex-local 99\n");
    assertThatThrownBy(() -> new TestContext(temp).open().close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("narthex-local 99")
        .hasMessageContaining("newer");
  }

  @Test
  void a_flipped_bit_in_the_version_is_put_right_unless_it_is_another_version() throws Exception {
    byte[] good = "narthex-local 1\n".getBytes(StandardCharsets.UTF_8);
    Path file = temp.resolve("format");
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bytes = good.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      if (bytes[good.length - 2] >= '0' && bytes[good.length - 2] <= '9' && bit / 8 == 14) {
        assertThatThrownBy(() -> new TestContext(temp).open().close())
            .hasMessageContainingAll(file.toString(), "newer", "restore it");
      } else {
        new TestContext(temp).open().close();
        if (bit / 8 < 15) {
          assertThat(file).hasBinaryContent(good);
        }
      }
    }
  }

  @Test
  void too_many_series_are_refused_by_name_and_the_others_go_on() throws Exception {
    LocalStorageConfig few = new LocalStorageConfig(null, 0, 0, 0, 5);
    try (StorageEngine engine = new TestContext(temp).open(few)) {
      SmallRows.fill(engine, 0, 3, 5);
      assertThatThrownBy(() -> SmallRows.fill(engine, 3, 4, 6))
          .isInstanceOf(io.narthex.spi.storage.LimitExceededException.class)
          .hasMessageContaining("5")
          .hasMessageContaining("\"i\"");
      SmallRows.fill(engine, 4, 5, 5);
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).hasSize(5);
    }
  }

  @Test
  void too_many_series_of_one_target_are_refused_by_name_and_other_targets_go_on()
      throws Exception {
    LocalStorageConfig few = new LocalStorageConfig(null, 0, 0, 0, 0, 5, 0);
    try (StorageEngine engine = new TestContext(temp).open(few)) {
      SmallRows.fill(engine, 0, 3, 5);
      assertThatThrownBy(() -> SmallRows.fill(engine, 3, 4, 6))
          .isInstanceOf(io.narthex.spi.storage.LimitExceededException.class)
          .hasMessage(
              "no further series of target "
                  + TARGET
                  + ": the limit of 5 is reached (storage.engine.max_series_per_target in the"
                  + " configuration file);"
                  + " label \"i\" has most values, 5");
      try (RowWriter other = engine.writer(Labels.of("job", "other"))) {
        other.row(1);
        other.set(other.column(SmallRows.series(77)), 1);
        assertThat(other.commit().stored()).isEqualTo(1);
      }
      SmallRows.fill(engine, 4, 5, 5);
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).hasSize(6);
    }
  }

  @Test
  void a_label_with_too_many_values_is_named_and_the_others_go_on() throws Exception {
    LocalStorageConfig few = new LocalStorageConfig(null, 0, 0, 0, 0, 0, 5);
    try (StorageEngine engine = new TestContext(temp).open(few)) {
      SmallRows.fill(engine, 0, 3, 5);
      assertThatThrownBy(() -> SmallRows.fill(engine, 3, 4, 6))
          .isInstanceOf(io.narthex.spi.storage.LimitExceededException.class)
          .hasMessageContaining("label \"i\" has 5 values")
          .hasMessageContaining("max_values_per_label");
      SmallRows.fill(engine, 4, 5, 5);
      assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).hasSize(5);
    }
  }

  @Test
  void the_log_stays_short_and_expired_partitions_go() throws Exception {
    TestContext context =
        new TestContext(
            temp, java.time.Duration.ofHours(4), 0, java.time.Duration.ZERO, Long.MAX_VALUE / 4);
    try (StorageEngine engine = context.open(SmallRows.SMALL)) {
      for (int hour = 0; hour < 12; hour++) {
        SmallRows.fill(engine, hour * 3600, hour * 3600 + 120, 20);
        ((LocalStorageEngine) engine).maintain();
      }
      assertThat(files(temp.resolve("wal"), ".nxw")).hasSizeLessThanOrEqualTo(3);
      TreeMap<Long, Object> left =
          Samples.of(engine, 0, Long.MAX_VALUE, ALL).get(SmallRows.series(3));
      assertThat(left.firstKey()).isBetween(4 * 3_600_000L, 8 * 3_600_000L);
      assertThat(left.lastKey()).isEqualTo((11 * 3600 + 119) * 1000L);
      assertThat(files(temp.resolve("chunks"), ".nxc"))
          .anySatisfy(file -> assertThat(file.getFileName().toString()).contains("-"));
    }
  }
}
