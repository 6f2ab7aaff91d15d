// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The label log, or a part of it, is gone: what the index knows is there, and the rest serves. */
class LostLabelsTest {

  private static final Matcher ALL = new Matcher("__name__", Matcher.Type.REGEX, ".+");

  /** How long the header of a label log is. */
  private static final int HEADER = 24;

  @TempDir Path temp;

  private static StorageEngine open(Path folder) throws IOException {
    return new TestContext(folder, Duration.ofDays(30)).open(SmallRows.SMALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "empty", "garbage"})
  void a_lost_label_log_is_made_again_from_the_index(String how) throws Exception {
    Path folder = temp.resolve("data");
    Map<Labels, TreeMap<Long, Object>> expected;
    try (StorageEngine engine = open(folder)) {
      SmallRows.fill(engine, 0, 100, 20);
      try (RowWriter other = engine.writer(Labels.of("job", "other"))) {
        // A series that is in two targets.
        other.row(99_500);
        other.set(other.column(SmallRows.series(3)), 7);
        other.commit();
      }
      ((LocalStorageEngine) engine).maintain();
      SmallRows.fill(engine, 100, 130, 20);
      expected = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
    }
    Path log = folder.resolve("labels/series.nxl");
    lose(log, how);
    for (int round = 0; round < 2; round++) {
      try (StorageEngine engine = open(folder)) {
        assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).isEqualTo(expected);
        SmallRows.fill(engine, 200 + 100 * round, 203 + 100 * round, 25);
        expected = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
        assertThat(expected).hasSize(25);
      }
    }
    assertThat(Files.exists(log.resolveSibling("series.nxl.damaged")))
        .isEqualTo(how.equals("garbage"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "empty", "garbage"})
  void without_label_log_and_index_the_stored_series_are_lost_and_new_ones_served(String how)
      throws Exception {
    Path folder = temp.resolve("data");
    try (StorageEngine engine = open(folder)) {
      SmallRows.fill(engine, 0, 100, 20);
    }
    lose(folder.resolve("labels/series.nxl"), how);
    deleteIndex(folder);
    Map<Labels, TreeMap<Long, Object>> expected = Map.of();
    for (int round = 0; round < 2; round++) {
      try (StorageEngine engine = open(folder)) {
        assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).isEqualTo(expected);
        SmallRows.fill(engine, 200 + 100 * round, 203 + 100 * round, 25);
        expected = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
        assertThat(expected).hasSize(25);
        assertThat(expected.get(SmallRows.series(0))).hasSize(3 * (round + 1));
      }
    }
  }

  @Test
  void series_that_the_index_does_not_know_are_lost_and_the_others_served() throws Exception {
    Path live = temp.resolve("live");
    Path folder = temp.resolve("killed");
    Map<Labels, TreeMap<Long, Object>> expected;
    try (StorageEngine engine = open(live)) {
      SmallRows.fill(engine, 0, 10, 40);
      expected = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
      ((LocalStorageEngine) engine).maintain();
      // Too few to be written to the index.
      try (RowWriter few = engine.writer(Labels.of("job", "few"))) {
        few.row(20_000);
        few.set(few.column(Labels.of("__name__", "few")), 1);
        few.commit();
      }
      ((LocalStorageEngine) engine).maintain();
      Folders.copy(live, folder);
    }
    Files.delete(folder.resolve("lock"));
    Files.delete(folder.resolve("labels/series.nxl"));
    for (int round = 0; round < 2; round++) {
      try (StorageEngine engine = open(folder)) {
        assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).isEqualTo(expected);
      }
    }
  }

  @Test
  void damage_of_the_samples_log_is_told_once_though_labels_are_sought_there_too()
      throws Exception {
    Path live = temp.resolve("live");
    Path folder = temp.resolve("killed");
    try (StorageEngine engine = open(live)) {
      SmallRows.fill(engine, 0, 50, 20);
      ((LocalStorageEngine) engine).maintain();
      SmallRows.fill(engine, 50, 58, 20);
      Folders.copy(live, folder);
    }
    Files.delete(folder.resolve("lock"));
    Path segment;
    try (Stream<Path> files = Files.list(folder.resolve("wal"))) {
      segment = files.max(Comparator.naturalOrder()).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 3;
    Files.write(segment, bytes);
    Path lost = temp.resolve("lost");
    Folders.copy(folder, lost);
    Files.delete(lost.resolve("labels/series.nxl"));
    try (StorageEngine damaged = open(folder);
        StorageEngine andLost = open(lost)) {
      assertThat(damaged.corruptions()).isPositive();
      assertThat(andLost.corruptions()).isEqualTo(damaged.corruptions() + 1);
      assertThat(Samples.of(andLost, 0, Long.MAX_VALUE, ALL))
          .isEqualTo(Samples.of(damaged, 0, Long.MAX_VALUE, ALL));
    }
  }

  @Test
  void damage_anywhere_in_the_label_log_costs_nothing_that_the_index_knows() throws Exception {
    Path live = temp.resolve("live");
    Map<Labels, TreeMap<Long, Object>> expected;
    try (StorageEngine engine = open(live)) {
      SmallRows.fill(engine, 0, 100, 20);
      ((LocalStorageEngine) engine).maintain();
      SmallRows.fill(engine, 100, 130, 40);
      expected = Samples.of(engine, 0, Long.MAX_VALUE, ALL);
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] whole = Files.readAllBytes(live.resolve("labels/series.nxl"));
    for (int round = 0; round < 20; round++) {
      int at = round == 0 ? HEADER : random.nextInt(HEADER, whole.length);
      byte[] bytes = whole.clone();
      bytes[at] ^= (byte) (3 << random.nextInt(7));
      Path folder = temp.resolve("flip" + round);
      Folders.copy(live, folder);
      Path log = folder.resolve("labels/series.nxl");
      Files.write(log, bytes);
      for (int start = 0; start < 2; start++) {
        try (StorageEngine engine = open(folder)) {
          assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL))
              .as("byte %d, start %d, seed %d", at, start, seed)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void damage_of_the_label_log_costs_some_of_the_series_that_came_together() throws Exception {
    Path folder = temp.resolve("data");
    try (StorageEngine engine = open(folder);
        RowWriter writer = engine.writer(Labels.of("job", "j"))) {
      writer.row(1_000);
      for (int i = 0; i < 4_000; i++) {
        writer.set(writer.column(SmallRows.series(i)), i);
      }
      writer.commit();
    }
    Path log = folder.resolve("labels/series.nxl");
    byte[] bytes = Files.readAllBytes(log);
    bytes[bytes.length / 2] ^= 3;
    Files.write(log, bytes);
    deleteIndex(folder);
    for (int start = 0; start < 2; start++) {
      try (StorageEngine engine = open(folder)) {
        assertThat(Samples.of(engine, 0, Long.MAX_VALUE, ALL)).hasSizeBetween(2_000, 3_900);
      }
    }
    assertThat(log.resolveSibling("series.nxl.damaged")).hasBinaryContent(bytes);
  }

  private static void deleteIndex(Path folder) throws IOException {
    try (Stream<Path> index = Files.walk(folder.resolve("labels/index-1"))) {
      for (Path path : index.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void lose(Path file, String how) throws IOException {
    switch (how) {
      case "gone" -> Files.delete(file);
      case "empty" -> Files.write(file, new byte[0]);
      default -> Files.write(file, "no label log, but some text".getBytes(StandardCharsets.UTF_8));
    }
  }
}
