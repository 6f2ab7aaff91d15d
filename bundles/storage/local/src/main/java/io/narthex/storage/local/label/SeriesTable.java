// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.memory.ByteStore;
import io.narthex.storage.local.memory.IntPages;

/**
 * The label sets of series, numbered from 0, as runs of symbol numbers outside the heap: the count
 * of labels, then name and value symbol of each in the order of {@link Labels}, all as variable
 * length ints. Per series the heap holds about four ints.
 *
 * <p>{@link #find} and {@link #add} are for one thread at a time; reading a series is for any
 * thread that was told its number.
 */
final class SeriesTable implements AutoCloseable {

  private final SymbolTable symbols;
  private final ByteStore bytes = new ByteStore();
  private final IntPages records = new IntPages();
  private final IntPages hashes = new IntPages();
  private int[] slots = new int[1 << 10];
  private volatile int count;

  SeriesTable(SymbolTable symbols) {
    this.symbols = symbols;
  }

  int count() {
    return count;
  }

  /**
   * Returns the number of the series with these symbols, or -1.
   *
   * @param pairs name and value symbols in turn
   * @param length how many entries of {@code pairs} count
   */
  int find(int[] pairs, int length) {
    int hash = hash(pairs, length);
    int mask = slots.length - 1;
    for (int i = hash & mask; slots[i] != 0; i = (i + 1) & mask) {
      int series = slots[i] - 1;
      if (hashes.get(series) == hash && same(series, pairs, length)) {
        return series;
      }
    }
    return -1;
  }

  /** Adds a series that is not there yet and returns its number. */
  int add(int[] pairs, int length) {
    byte[] record = new byte[5 + 5 * length];
    int end = VarInts.write(record, 0, length / 2);
    for (int i = 0; i < length; i++) {
      end = VarInts.write(record, end, pairs[i]);
    }
    int series = count;
    records.set(series, bytes.append(record, 0, end));
    hashes.set(series, hash(pairs, length));
    count = series + 1;
    if (count * 2L > slots.length) {
      int[] more = new int[slots.length * 2];
      for (int s = 0; s < count; s++) {
        put(more, s);
      }
      slots = more;
    } else {
      put(slots, series);
    }
    return series;
  }

  private void put(int[] into, int series) {
    int mask = into.length - 1;
    int i = hashes.get(series) & mask;
    while (into[i] != 0) {
      i = (i + 1) & mask;
    }
    into[i] = series + 1;
  }

  private static int hash(int[] pairs, int length) {
    int h = length;
    for (int i = 0; i < length; i++) {
      h = (h ^ pairs[i]) * 0x9E3779B1;
      h ^= h >>> 15;
    }
    return h;
  }

  private boolean same(int series, int[] pairs, int length) {
    LabelCursor cursor = new LabelCursor(bytes, records.get(series));
    if (cursor.size() * 2 != length) {
      return false;
    }
    for (int i = 0; i < length; i += 2) {
      cursor.next();
      if (cursor.name() != pairs[i] || cursor.value() != pairs[i + 1]) {
        return false;
      }
    }
    return true;
  }

  /** Returns a cursor over a series' labels. */
  LabelCursor cursor(int series) {
    return new LabelCursor(bytes, records.get(series));
  }

  /** Returns the value symbol of a series' label, or -1 when it has none of that name. */
  int value(int series, int nameSymbol) {
    LabelCursor cursor = cursor(series);
    while (cursor.next()) {
      if (cursor.name() == nameSymbol) {
        return cursor.value();
      }
    }
    return -1;
  }

  /** Returns a series' labels. */
  Labels labels(int series) {
    LabelCursor cursor = cursor(series);
    String[] pairs = new String[2 * cursor.size()];
    for (int i = 0; cursor.next(); ) {
      pairs[i++] = symbols.text(cursor.name());
      pairs[i++] = symbols.text(cursor.value());
    }
    return Labels.ofSorted(pairs);
  }

  long reservedBytes() {
    return bytes.reservedBytes();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
