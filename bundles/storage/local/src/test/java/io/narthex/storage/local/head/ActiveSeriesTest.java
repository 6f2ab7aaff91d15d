// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.chunk.ChunkStore;
import io.narthex.storage.local.label.LabelStore;
import io.narthex.storage.local.label.SeriesLimits;
import io.narthex.storage.local.tombstone.v1.Tombstones;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which series have a sample in a range is told as a selection of their samples would. */
class ActiveSeriesTest {

  private static final int TARGETS = 12;
  private static final int SERIES = 8;

  @TempDir Path folder;

  private LabelStore labels;
  private Tombstones tombstones;
  private Head head;

  @BeforeEach
  void open() throws IOException {
    open(64);
  }

  /** Opens an empty head; a block has few or all rows of a test by its length. */
  private void open(int blockRows) throws IOException {
    labels =
        new LabelStore(
            folder.resolve("labels"), new SeriesLimits(1_000_000, 0), visitor -> {}, this::warn);
    tombstones = Tombstones.open(folder.resolve("tombstones.nxt"), this::warn);
    HeadSettings settings =
        new HeadSettings(folder, blockRows, () -> 20_000, 1 << 20, () -> 100, 1_000_000);
    ChunkStore chunks = new ChunkStore(folder.resolve("chunks"), this::warn);
    head = new Head(settings, labels, tombstones, chunks, folder.resolve("wal"), this::warn);
  }

  private void warn(String warning) {
    throw new IllegalStateException(warning);
  }

  @AfterEach
  void close() throws IOException {
    try (LabelStore last = labels) {
      head.close();
    }
  }

  private static Labels target(int target) {
    return Labels.of("job", "j", "instance", Integer.toString(target));
  }

  /** The first series of a target are in the next one, too. */
  private static Labels series(int target, int i) {
    return Labels.of("__name__", "m", "i", Integer.toString(i), "of", Integer.toString(target));
  }

  /** Each target begins and ends at a time of its own, and each series has some of its rows. */
  private void fill(Random random) {
    for (int target = 0; target < TARGETS; target++) {
      try (RowWriter writer = head.writer(target(target))) {
        long time = 1_000_000 + random.nextInt(100_000);
        for (int rows = random.nextInt(15); rows > 0; rows--) {
          writer.row(time);
          for (int i = 0; i < SERIES; i++) {
            int of = i < 2 && target > 0 && random.nextBoolean() ? target - 1 : target;
            int column = writer.column(series(of, i));
            if (random.nextInt(4) > 0) {
              writer.set(column, rows);
            }
            if (random.nextInt(30) == 0) {
              writer.release(column);
            }
          }
          writer.commit();
          time += random.nextInt(10) == 0 ? 60_000 : random.nextInt(5_000) - 1_000;
        }
      }
    }
  }

  private int[] everySeries() {
    return IntStream.range(0, TARGETS * SERIES).filter(labels::isKnown).toArray();
  }

  private TreeSet<Integer> selected(int[] series, long from, long to) {
    TreeSet<Integer> found = new TreeSet<>();
    try (HeadSelection selection = head.select(series, from, to)) {
      for (SeriesBatch b = selection.next(); b != null; b = selection.next()) {
        for (int i = 0; i < b.seriesCount(); i++) {
          found.add(labels.find(b.labels(i)));
        }
      }
    }
    return found;
  }

  private TreeSet<Integer> told(int[] series, long from, long to, long mostWords, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.of(series).boxed().toList());
    Collections.shuffle(order, random);
    TreeSet<Integer> found = new TreeSet<>();
    try (ActiveSeries active = new ActiveSeries(head, tombstones, from, to, mostWords)) {
      int[] few = active.few(random.nextInt(2 * series.length));
      for (int s : order) {
        if (active.test(s)) {
          found.add(s);
        }
      }
      if (few != null) {
        assertThat(few).isSorted().doesNotHaveDuplicates();
        assertThat(IntStream.of(few).boxed().toList()).containsAll(found);
      }
    }
    return found;
  }

  @Test
  void random_ranges_have_the_series_of_a_selection() throws IOException {
    close();
    open(4);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    fill(random);
    int[] series = everySeries();
    head.delete(IntStream.of(series).filter(s -> s % 5 == 0).toArray(), 1_000_000, 1_050_000);
    assertThat(selected(series, 0, Long.MAX_VALUE)).as("seed %d", seed).isNotEmpty();
    for (int round = 0; round < 300; round++) {
      long from = 990_000 + random.nextInt(200_000);
      long to = from + (round % 3 == 0 ? 10 : random.nextInt(100_000));

      assertThat(told(series, from, to, round % 2 == 0 ? 0 : 1_000_000, random))
          .as("from %d to %d, seed %d", from, to, seed)
          .isEqualTo(selected(series, from, to));
    }
  }

  @Test
  void a_series_of_several_targets_is_found_in_each_of_them() {
    append(0, 1_000, 0);
    append(1, 2_000, 0);
    int series = labels.find(series(0, 0));

    assertThat(head.active(1_000, 1_000).test(series)).isTrue();
    assertThat(head.active(2_000, 2_000).test(series)).isTrue();
    assertThat(head.active(1_001, 1_999).test(series)).isFalse();
    assertThat(head.active(2_001, Long.MAX_VALUE).test(series)).isFalse();
  }

  @Test
  void few_series_are_those_of_targets_with_rows_in_the_range() {
    append(0, 1_000, 0);
    append(0, 1_000, 1);
    append(1, 5_000, 3);
    append(2, 9_000, 2);
    int[] numbers = IntStream.range(0, 4).map(i -> labels.find(series(0, i))).toArray();

    assertThat(head.active(2_000, 8_000).few(1)).containsExactly(numbers[3]);
    assertThat(head.active(2_000, 8_000).few(0)).isNull();
    assertThat(head.active(2_000, 4_000).few(0)).isEmpty();
    assertThat(head.active(10_000, 20_000).few(0)).isEmpty();
    assertThat(head.active(0, 8_000).few(3))
        .containsExactlyInAnyOrder(numbers[0], numbers[1], numbers[3]);
  }

  private void append(int target, long time, int series) {
    try (RowWriter writer = head.writer(target(target))) {
      writer.row(time);
      writer.set(writer.column(series(0, series)), time);
      writer.commit();
    }
  }

  @Test
  void a_target_that_begins_while_a_question_is_answered_is_no_matter() {
    append(0, 1_000, 0);
    try (ActiveSeries active = head.active(0, 10_000)) {
      append(3, 2_000, 1);

      assertThat(active.test(labels.find(series(0, 0)))).isTrue();
      assertThat(active.test(labels.find(series(0, 1)))).isTrue();
    }
  }

  @Test
  void what_was_opened_is_let_go_of() throws IOException {
    append(0, 1_000, 0);
    append(0, 3_000, 0);
    int series = labels.find(series(0, 0));
    ActiveSeries active = head.active(0, 2_000);
    assertThat(active.test(series)).isTrue();
    // The rows go to a chunk file, whose pages a reader may still hold.
    head.checkpoint(0);
    long held = head.pool().usedBytes();
    assertThat(active.test(series)).isTrue();

    active.close();

    assertThat(held).isPositive();
    assertThat(head.pool().usedBytes()).isZero();
  }

  @Test
  void a_target_without_rows_in_the_range_holds_nothing() throws IOException {
    append(0, 1_000, 0);
    append(0, 3_000, 0);
    try (ActiveSeries active = head.active(1_500, 2_500)) {
      assertThat(active.test(labels.find(series(0, 0)))).isFalse();

      head.checkpoint(0);

      assertThat(head.pool().usedBytes()).isZero();
    }
  }
}
