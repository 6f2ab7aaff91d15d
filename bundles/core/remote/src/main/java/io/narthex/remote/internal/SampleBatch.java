// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.storage.CommitResult;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of one request, kept in arrays that are used again, and written target by target:
 * those of one timestamp in one row. Used by one thread at a time.
 */
final class SampleBatch {

  /** A sort key holds the time since the earliest run, and below it the run's number. */
  private static final int NUMBER_BITS = 22;

  private static final long MAX_SPAN_MS = 1L << (63 - NUMBER_BITS);

  private int size;
  private int[] columns = new int[4096];
  private double[] values = new double[4096];

  /**
   * Samples that follow each other, of one target and one timestamp: where they begin, the time,
   * and the next run of the same target, or -1. Those of the last one are at hand.
   */
  private int runs;

  private int[] froms = new int[64];
  private long[] times = new long[64];
  private int[] next = new int[64];
  private int runTarget = -1;
  private long runTime;

  /** For each target of this request: its number, its first and last run. */
  private int targetCount;

  private int[] targets = new int[16];
  private int[] heads = new int[16];
  private int[] tails = new int[16];

  /** For each target number its place among the targets of this request, or -1. */
  private int[] slots = new int[0];

  private long[] keys = new long[0];
  private final List<Extra> extras = new ArrayList<>();
  private int histograms;

  /** A histogram or an exemplar: what is rare enough to be an object. */
  private sealed interface Extra {
    int target();

    record OfHistogram(int target, int column, long timestampMs, Histogram histogram)
        implements Extra {}

    record OfExemplar(int target, int column, Exemplar exemplar) implements Extra {}
  }

  /** Forgets all samples. */
  void clear() {
    for (int i = 0; i < targetCount; i++) {
      slots[targets[i]] = -1;
    }
    size = 0;
    runs = 0;
    runTarget = -1;
    targetCount = 0;
    histograms = 0;
    extras.clear();
  }

  /** Adds a float sample. */
  void add(int target, int column, long timestampMs, double value) {
    if (target != runTarget || timestampMs != runTime) {
      beginRun(target, timestampMs);
    }
    if (size == columns.length) {
      columns = Arrays.copyOf(columns, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    columns[size] = column;
    values[size++] = value;
  }

  private void beginRun(int target, long timestampMs) {
    if (runs == froms.length) {
      froms = Arrays.copyOf(froms, runs * 2);
      times = Arrays.copyOf(times, runs * 2);
      next = Arrays.copyOf(next, runs * 2);
    }
    runTarget = target;
    runTime = timestampMs;
    froms[runs] = size;
    times[runs] = timestampMs;
    next[runs] = -1;
    int slot = slot(target);
    if (heads[slot] < 0) {
      heads[slot] = runs;
    } else {
      next[tails[slot]] = runs;
    }
    tails[slot] = runs++;
  }

  /** Adds a histogram. */
  void add(int target, int column, long timestampMs, Histogram histogram) {
    slot(target);
    histograms++;
    extras.add(new Extra.OfHistogram(target, column, timestampMs, histogram));
  }

  /** Adds an exemplar. */
  void add(int target, int column, Exemplar exemplar) {
    slot(target);
    extras.add(new Extra.OfExemplar(target, column, exemplar));
  }

  /** Returns how many samples and histograms there are. */
  int size() {
    return size + histograms;
  }

  private int slot(int target) {
    if (target >= slots.length) {
      int old = slots.length;
      slots = Arrays.copyOf(slots, Math.max(target + 1, old * 2));
      Arrays.fill(slots, old, slots.length, -1);
    }
    int slot = slots[target];
    if (slot < 0) {
      slot = targetCount++;
      if (slot == targets.length) {
        targets = Arrays.copyOf(targets, slot * 2);
        heads = Arrays.copyOf(heads, slot * 2);
        tails = Arrays.copyOf(tails, slot * 2);
      }
      slots[target] = slot;
      targets[slot] = target;
      heads[slot] = -1;
    }
    return slot;
  }

  /**
   * Writes everything, each target in one append.
   *
   * @return what became of each target's samples
   */
  List<CommitResult> write(VirtualTargets all) {
    List<CommitResult> results = new ArrayList<>(targetCount);
    for (int i = 0; i < targetCount; i++) {
      VirtualTarget target = all.get(targets[i]);
      target.lock.lock();
      try {
        results.add(write(target.writer, i));
      } finally {
        target.lock.unlock();
      }
    }
    return results;
  }

  private CommitResult write(RowWriter writer, int slot) {
    boolean committed = false;
    try {
      rows(writer, heads[slot]);
      for (Extra extra : extras) {
        if (extra.target() == targets[slot]) {
          write(writer, extra);
        }
      }
      CommitResult result = writer.commit();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        writer.rollback();
      }
    }
  }

  private static void write(RowWriter writer, Extra extra) {
    switch (extra) {
      case Extra.OfHistogram(int _, int column, long timestampMs, Histogram histogram) -> {
        writer.row(timestampMs);
        writer.setHistogram(column, histogram);
      }
      case Extra.OfExemplar(int _, int column, Exemplar exemplar) -> {
        writer.row(exemplar.timestampMs());
        writer.exemplar(column, exemplar);
      }
    }
  }

  private void rows(RowWriter writer, int head) {
    if (head < 0) {
      return;
    }
    long earliest = times[head];
    long latest = earliest;
    boolean ascending = true;
    int count = 0;
    for (int run = head; run >= 0; run = next[run]) {
      ascending &= times[run] >= latest;
      earliest = Math.min(earliest, times[run]);
      latest = Math.max(latest, times[run]);
      count++;
    }
    if (ascending) {
      long row = 0;
      for (int run = head; run >= 0; run = next[run]) {
        if (run == head || times[run] != row) {
          row = times[run];
          writer.row(row);
        }
        set(writer, run);
      }
    } else if (latest - earliest >= 0
        && latest - earliest < MAX_SPAN_MS
        && runs <= 1 << NUMBER_BITS) {
      sortedRows(writer, head, earliest, count);
    } else {
      // Times decades apart, which no sender means: a row for each run is slow but right.
      for (int run = head; run >= 0; run = next[run]) {
        writer.row(times[run]);
        set(writer, run);
      }
    }
  }

  private void set(RowWriter writer, int run) {
    int to = run + 1 < runs ? froms[run + 1] : size;
    for (int i = froms[run]; i < to; i++) {
      writer.set(columns[i], values[i]);
    }
  }

  private void sortedRows(RowWriter writer, int head, long earliest, int count) {
    if (keys.length < count) {
      keys = new long[Math.max(count, keys.length * 2)];
    }
    int n = 0;
    for (int run = head; run >= 0; run = next[run]) {
      keys[n++] = times[run] - earliest << NUMBER_BITS | run;
    }
    Arrays.sort(keys, 0, n);
    long row = -1;
    for (int k = 0; k < n; k++) {
      long time = keys[k] >> NUMBER_BITS;
      int run = (int) keys[k] & (1 << NUMBER_BITS) - 1;
      if (time != row) {
        row = time;
        writer.row(times[run]);
      }
      set(writer, run);
    }
  }
}
