// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.storage.RowWriter;
import java.util.Arrays;

/**
 * Samples with timestamps of their own, which become rows of their own, one a timestamp. Not safe
 * for several threads.
 */
final class ExplicitSamples {

  private long[] times = new long[16];
  private int[] entries = new int[16];
  private double[] values = new double[16];
  private long[] starts = new long[16];
  private int count;

  /** Takes a sample; its start time is 0 when there is none to store. */
  void add(long timeMs, int entry, double value, long startMs) {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      entries = Arrays.copyOf(entries, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
    }
    times[count] = timeMs;
    entries[count] = entry;
    starts[count] = startMs;
    values[count++] = value;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Writes the rows, oldest first. */
  void write(RowWriter writer, SeriesTable table) {
    long[] order = new long[count];
    long base = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      base = Math.min(base, times[i]);
    }
    for (int i = 0; i < count; i++) {
      // Forty bits of milliseconds are 34 years; samples that far apart need not share a row.
      order[i] = Math.min(times[i] - base, (1L << 39) - 1) << 24 | i;
    }
    Arrays.sort(order);
    long present = Long.MIN_VALUE;
    for (long packed : order) {
      int i = (int) (packed & 0xffffff);
      int column = table.column(entries[i]);
      if (column < 0) {
        continue;
      }
      if (times[i] != present) {
        present = times[i];
        writer.row(present);
      }
      writer.set(column, values[i]);
      if (starts[i] != 0) {
        writer.startTimestamp(column, starts[i]);
      }
    }
  }

  void clear() {
    count = 0;
  }
}
