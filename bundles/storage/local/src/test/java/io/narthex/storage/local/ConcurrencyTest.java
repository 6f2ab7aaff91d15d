// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selections beside commits, blocks that are finished and partitions that are merged. */
class ConcurrencyTest {

  private static final int TARGETS = 3;
  private static final int COLUMNS = 70;
  private static final int ROWS = 150;
  private static final long STEP = 80_000;

  @TempDir Path folder;

  @Test
  void a_reader_sees_each_committed_row_wholly_or_not_at_all() throws Exception {
    LocalStorageConfig config = new LocalStorageConfig(null, 1 << 17, 2, 9, 0);
    AtomicInteger running = new AtomicInteger(TARGETS);
    AtomicIntegerArray committed = new AtomicIntegerArray(TARGETS);
    try (StorageEngine engine = new TestContext(folder, Duration.ofDays(30)).open(config);
        // Virtual ones that never wait would keep the others from running.
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> tasks = new ArrayList<>();
      for (int t = 0; t < TARGETS; t++) {
        int target = t;
        tasks.add(
            threads.submit(
                () -> {
                  try {
                    write(engine, target, committed);
                  } finally {
                    running.decrementAndGet();
                  }
                }));
      }
      tasks.add(
          threads.submit(
              () -> {
                do {
                  ((LocalStorageEngine) engine).maintain();
                } while (running.get() > 0);
                return null;
              }));
      for (int reader = 0; reader < 2; reader++) {
        tasks.add(
            threads.submit(
                () -> {
                  boolean last;
                  do {
                    last = running.get() == 0;
                    check(engine, committed);
                  } while (!last);
                }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }
  }

  private static void write(StorageEngine engine, int target, AtomicIntegerArray committed) {
    try (RowWriter writer = engine.writer(Labels.of("t", "" + target))) {
      int[] columns = new int[COLUMNS];
      for (int i = 0; i < COLUMNS; i++) {
        columns[i] = writer.column(Labels.of("__name__", "m", "t", "" + target, "i", "" + i));
      }
      for (int row = 0; row < ROWS; row++) {
        writer.row(row * STEP);
        for (int column : columns) {
          writer.set(column, row);
        }
        assertThat(writer.commit().stored()).isEqualTo(COLUMNS);
        committed.set(target, row + 1);
      }
    }
  }

  private static void check(StorageEngine engine, AtomicIntegerArray committed) {
    int[] before = new int[TARGETS];
    for (int t = 0; t < TARGETS; t++) {
      before[t] = committed.get(t);
    }
    int[] found = new int[TARGETS];
    try (Selection selection =
        engine.select(
            new SelectRequest(List.of(Matcher.equal("__name__", "m")), 0, Long.MAX_VALUE))) {
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        int rows = batch.rowCount();
        assertThat(batch.seriesCount()).isEqualTo(COLUMNS);
        double[] values = new double[rows];
        for (int s = 0; s < COLUMNS; s++) {
          batch.values(s, values, 0);
          for (int r = 0; r < rows; r++) {
            // Also fails for an absent value, which equals nothing.
            if (values[r] != r) {
              throw new AssertionError("row " + r + " of series " + s + " is " + values[r]);
            }
          }
        }
        found[Integer.parseInt(batch.labels(0).get("t"))] = rows;
      }
    }
    for (int t = 0; t < TARGETS; t++) {
      assertThat(found[t]).as("rows of target %d", t).isGreaterThanOrEqualTo(before[t]);
    }
  }
}
