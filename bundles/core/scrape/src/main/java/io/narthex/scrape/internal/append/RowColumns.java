// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.RowWriter;
import java.util.Arrays;

/**
 * The values of a row that is being filled, one a column, and how many of a target's lines each
 * column belongs to: lines that differ only in what relabelling takes away share one. Not safe for
 * several threads.
 */
final class RowColumns {

  private static final int INITIAL = 64;

  private double[] values = new double[INITIAL];
  private int[] users = new int[INITIAL];
  private int width;

  RowColumns() {
    Arrays.fill(values, SpecialValues.ABSENT);
  }

  /** Forgets all columns. */
  void reset() {
    width = 0;
    Arrays.fill(values, SpecialValues.ABSENT);
    Arrays.fill(users, 0);
  }

  /** Forgets the values. */
  void clear() {
    Arrays.fill(values, 0, width, SpecialValues.ABSENT);
  }

  /** Says that one line more belongs to a column, and returns it. */
  int use(int column) {
    if (column >= values.length) {
      int size = Math.max(column + 1, values.length + (values.length >> 1));
      int old = values.length;
      values = Arrays.copyOf(values, size);
      Arrays.fill(values, old, size, SpecialValues.ABSENT);
      users = Arrays.copyOf(users, size);
    }
    users[column]++;
    width = Math.max(width, column + 1);
    return column;
  }

  /** Says that one line less belongs to a column; returns whether none does any more. */
  boolean leave(int column) {
    return --users[column] == 0;
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
