// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The values of a row that is being filled, one a column, and how many of a target's lines each
 * column belongs to: lines that differ only in what relabelling takes away share one. The values
 * have room only from {@link #begin} to {@link #end}, which goes round among the targets. Not safe
 * for several threads.
 */
final class RowColumns {

  private static final int INITIAL = 64;
  private static final double[] NONE = new double[0];
  private static final int[] NO_FURTHER = new int[0];

  /** About as many scrapes are taken in at the same time. */
  private static final ArrayBlockingQueue<double[]> FREE =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

  private double[] values = NONE;
  private final BitSet used = new BitSet();
  // How many lines a column belongs to beyond the first; as long as some ever had such.
  private int[] further = NO_FURTHER;
  private int width;

  /** Forgets all columns. */
  void reset() {
    width = 0;
    used.clear();
    further = NO_FURTHER;
  }

  /** Begins a row without values. */
  void begin() {
    if (values.length == 0) {
      double[] free = FREE.poll();
      values = free != null && free.length >= width ? free : new double[Math.max(INITIAL, width)];
    }
    clear();
  }

  /** Ends the row. */
  void end() {
    if (values.length > 0) {
      FREE.offer(values);
      values = NONE;
    }
  }

  /** Forgets the values. */
  void clear() {
    Arrays.fill(values, 0, width, SpecialValues.ABSENT);
  }

  /** Says that one line more belongs to a column, and returns it. */
  int use(int column) {
    if (column >= values.length) {
      values = Arrays.copyOf(values, roomFor(column, values.length));
    }
    if (column >= width) {
      Arrays.fill(values, width, column + 1, SpecialValues.ABSENT);
      width = column + 1;
    }
    if (used.get(column)) {
      if (column >= further.length) {
        further = Arrays.copyOf(further, roomFor(column, further.length));
      }
      further[column]++;
    } else {
      used.set(column);
    }
    return column;
  }

  private static int roomFor(int column, int present) {
    return Math.max(Math.max(INITIAL, column + 1), present + (present >> 2));
  }

  /** Says that one line less belongs to a column; returns whether none does any more. */
  boolean leave(int column) {
    if (column < further.length && further[column] > 0) {
      further[column]--;
      return false;
    }
    used.clear(column);
    return true;
  }

  /**
   * Sets a value where there is none yet.
   *
   * @return how many values were refused, because another one is there: 0 or 1
   */
  int put(int column, double value) {
    double present = values[column];
    if (SpecialValues.isAbsent(present)) {
      values[column] = value;
      return 0;
    }
    return Double.doubleToRawLongBits(present) == Double.doubleToRawLongBits(value) ? 0 : 1;
  }

  boolean isAbsent(int column) {
    return SpecialValues.isAbsent(values[column]);
  }

  void set(int column, double value) {
    values[column] = value;
  }

  /** Hands the values to a writer's row. */
  void write(RowWriter out) {
    out.setAll(values, width);
  }
}
