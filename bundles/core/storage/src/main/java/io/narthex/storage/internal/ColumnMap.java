// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * From the columns that a lasting writer has told to those of the engine's writer. Mostly they are
 * the same, and then no array is kept. For one thread at a time.
 */
final class ColumnMap {

  private final BitSet used = new BitSet();
  // Both null while each column is its own.
  private int[] toEngine = new int[0];
  private int[] fromEngine = new int[0];
  private boolean straight = true;

  /** Returns whether all columns are their own, so that many values can be handed on at once. */
  boolean isStraight() {
    return straight;
  }

  boolean isUsed(int column) {
    return column >= 0 && used.get(column);
  }

  /** Returns the columns in use. */
  BitSet used() {
    return used;
  }

  /** Returns the engine's column, or -1 when it gave none. */
  int engine(int column) {
    if (straight) {
      return column;
    }
    return column < toEngine.length ? toEngine[column] : -1;
  }

  /** Returns the column for one of the engine's, a new one when it has none. */
  int of(int engineColumn) {
    if (straight) {
      used.set(engineColumn);
      return engineColumn;
    }
    if (engineColumn < fromEngine.length && fromEngine[engineColumn] >= 0) {
      return fromEngine[engineColumn];
    }
    int column = used.nextClearBit(0);
    used.set(column);
    link(column, engineColumn);
    return column;
  }

  /** Takes a column that the engine does not know yet. */
  void take(int column) {
    used.set(column);
  }

  void free(int column) {
    used.clear(column);
    if (!straight && column < toEngine.length && toEngine[column] >= 0) {
      fromEngine[toEngine[column]] = -1;
      toEngine[column] = -1;
    }
  }

  /** Begins to link columns to those of another engine. */
  void begin() {
    straight = false;
    Arrays.fill(toEngine, -1);
    Arrays.fill(fromEngine, -1);
  }

  /** Links a column to the engine's. */
  void link(int column, int engineColumn) {
    toEngine = fit(toEngine, column);
    fromEngine = fit(fromEngine, engineColumn);
    toEngine[column] = engineColumn;
    fromEngine[engineColumn] = column;
  }

  private static int[] fit(int[] array, int index) {
    if (index < array.length) {
      return array;
    }
    int[] more = Arrays.copyOf(array, Math.max(index + 1, array.length + (array.length >> 1)));
    Arrays.fill(more, array.length, more.length, -1);
    return more;
  }

  /**
   * Ends the linking; when every column is its own, the arrays go.
   *
   * @param release told of the engine's columns that were only needed for what waited
   */
  void end(IntConsumer release) {
    for (int c = 0; c < toEngine.length; c++) {
      if (toEngine[c] >= 0 && !used.get(c)) {
        release.accept(toEngine[c]);
        free(c);
      }
    }
    for (int c = used.nextSetBit(0); c >= 0; c = used.nextSetBit(c + 1)) {
      if (c >= toEngine.length || toEngine[c] != c) {
        return;
      }
    }
    straight = true;
    toEngine = new int[0];
    fromEngine = new int[0];
  }
}
