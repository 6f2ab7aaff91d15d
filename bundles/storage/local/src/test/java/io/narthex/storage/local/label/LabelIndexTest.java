// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That queries find what there is, whatever the index is doing. */
class LabelIndexTest {

  private static final SeriesLimits LIMITS = new SeriesLimits(1_000_000, 0);

  @TempDir Path temp;

  private LabelStore open() throws IOException {
    return new LabelStore(temp, LIMITS, visitor -> {}, warning -> {});
  }

  private static void add(int count, PairTable pairs, SeriesTable series) {
    for (int n = 0; n < count; n++) {
      int i = series.addedCount();
      series.add(new int[] {pairs.intern("i", "" + i), pairs.intern("odd", "" + i % 2)}, 2);
    }
  }

  @Test
  void an_index_that_cannot_be_read_is_passed_by_and_made_again() throws IOException {
    PairTable pairs = new PairTable();
    SeriesTable series = new SeriesTable(pairs);
    for (int i = 0; i < 100; i++) {
      series.add(new int[] {pairs.intern("i", "" + i), pairs.intern("z", "" + i % 2)}, 2);
    }
    LabelIndex index = new LabelIndex(temp.resolve("i"), pairs, series, 1);
    Catalog catalog = new Catalog(1, pairs, series, index);
    LabelQueries queries = new LabelQueries(temp, () -> catalog);
    List<Matcher> odd = List.of(new Matcher("z", Matcher.Type.EQUAL, "1"));
    assertThat(queries.select(odd)).hasSize(50);
    index.fail(new IOException("a bad sector"));
    assertThat(index.isBroken()).isTrue();
    index.discard();
    assertThat(queries.select(odd)).hasSize(50);
    assertThat(queries.values("z", n -> true)).containsExactly("0", "1");
  }

  @Test
  void many_series_that_came_since_the_last_refresh_are_found() throws IOException {
    try (LabelStore store = open()) {
      List<Matcher> odd = List.of(new Matcher("odd", Matcher.Type.EQUAL, "1"));
      for (int i = 0; i < 60_000; i++) {
        store.series(Labels.of("__name__", "m", "i", "" + i, "odd", "" + i % 2), 0);
        if (i % 9_999 == 0) {
          assertThat(store.select(odd)).hasSize((i + 1) / 2);
          assertThat(store.waiting()).isLessThan(1 << 13);
        }
      }
    }
  }

  @Test
  void series_that_come_while_the_index_is_written_are_found_and_written_the_next_time()
      throws IOException {
    PairTable pairs = new PairTable();
    SeriesTable series = new SeriesTable(pairs);
    LabelIndex index = new LabelIndex(temp.resolve("i"), pairs, series, 1);
    Catalog catalog = new Catalog(1, pairs, series, index);
    LabelQueries queries = new LabelQueries(temp, () -> catalog);
    List<Matcher> odd = List.of(new Matcher("odd", Matcher.Type.EQUAL, "1"));
    add(10_000, pairs, series);
    index.refresh(
        true,
        () -> {
          for (int more = 0; more < 3; more++) {
            int before = series.addedCount();
            add(10_000, pairs, series);
            assertThat(queries.select(odd)).hasSize((before + 10_000) / 2);
            assertThat(index.waiting()).isZero();
          }
        });
    add(100, pairs, series);
    for (boolean commit : new boolean[] {false, true}) {
      index.refresh(commit, () -> {});
      assertThat(queries.select(odd)).hasSize(20_050);
      assertThat(index.waiting()).isZero();
    }
    index.close(() -> {});

    LabelIndex again = new LabelIndex(temp.resolve("i"), pairs, series, 1);
    Catalog reopened = new Catalog(1, pairs, series, again);
    assertThat(new LabelQueries(temp, () -> reopened).select(odd)).hasSize(20_050);
    again.discard();
  }

  @Test
  void queries_find_all_that_was_there_when_they_began_while_parts_are_joined_and_written()
      throws Exception {
    int end = 300_000;
    List<Matcher> odd = List.of(new Matcher("odd", Matcher.Type.EQUAL, "1"));
    AtomicInteger added = new AtomicInteger();
    try (LabelStore store = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> adding =
          threads.submit(
              () -> {
                for (int i = 0; i < end; i++) {
                  store.series(Labels.of("i", "" + i, "odd", "" + i % 2), 0);
                  added.set(i + 1);
                }
              });
      Future<?> refreshing =
          threads.submit(
              () -> {
                while (!adding.isDone()) {
                  store.refresh(false);
                }
                return null;
              });
      while (!adding.isDone()) {
        int before = added.get();
        assertThat(store.select(odd)).hasSizeBetween(before / 2, end / 2);
      }
      adding.get();
      refreshing.get();
      assertThat(store.select(odd)).hasSize(end / 2);
    }
    try (LabelStore store = open()) {
      assertThat(store.select(odd)).hasSize(end / 2);
    }
  }
}
