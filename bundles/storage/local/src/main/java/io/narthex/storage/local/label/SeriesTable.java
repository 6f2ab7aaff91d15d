// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.memory.ByteStore;
import io.narthex.storage.local.memory.IntPages;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The label sets of series by number, as runs of pair numbers outside the heap: the count of
 * labels, then the pair of each in the order of {@link Labels}, all as variable length ints, as in
 * the log. Per series the heap holds about three ints.
 *
 * <p>A number that was {@linkplain #remove removed} keeps its labels, for queries that hold it,
 * until the table is written anew; only then is it given again.
 *
 * <p>Changes are for one thread at a time; reading a series is for any thread that was told its
 * number.
 */
final class SeriesTable {

  private final PairTable pairs;
  private final ByteStore bytes = new ByteStore();
  // Where a series' record is, plus one; 0 for a number without a series.
  private final IntPages records = new IntPages();
  // The number that the n-th added series got; null while that is n.
  private volatile @Nullable IntPages added;
  private final FreeNumbers free = new FreeNumbers();
  // A number plus one each, 0 for none; the bits above the mask are those of the series' hash.
  private int[] slots = new int[1 << 10];
  private int numberMask = slots.length - 1;
  private int inSlots;
  // While the table is filled: each series' hash by number, so that no label set is read for it.
  private @Nullable IntPages hashes;
  // While the table is filled: how many series more have a pair than the pairs know.
  private int[] tally = new int[0];
  private byte[] encoded = new byte[256];
  private volatile BitSet removed = new BitSet();
  private volatile int end;
  private volatile int addedCount;
  private volatile int live;

  /** A table without series. */
  SeriesTable(PairTable pairs) {
    this.pairs = pairs;
  }

  /** Numbers below this one are not given to new series, unless they are free. */
  void reserve(int below) {
    end = Math.max(end, below);
  }

  /** Returns the numbers that may be given again. */
  FreeNumbers free() {
    return free;
  }

  /** Returns the number above all that were given. */
  int end() {
    return end;
  }

  /** Returns how many series there are. */
  int live() {
    return live;
  }

  /** Returns the numbers that were removed and not yet made free; not to be changed. */
  BitSet removed() {
    return removed;
  }

  /** Returns how often a series was added. */
  int addedCount() {
    return addedCount;
  }

  /** Returns the number that the n-th added series got, -1 for one that was lost. */
  int addedAt(int n) {
    IntPages numbers = added;
    return numbers == null ? n : numbers.get(n);
  }

  private void addNumber(int number) {
    IntPages numbers = added;
    if (numbers == null && number != addedCount) {
      numbers = new IntPages();
      for (int n = 0; n < addedCount; n++) {
        numbers.set(n, n);
      }
      added = numbers;
    }
    if (numbers != null) {
      numbers.set(addedCount, number);
    }
    addedCount++;
  }

  /** Returns whether labels are kept for that number. */
  boolean isKnown(int number) {
    return records.get(number) != 0;
  }

  /** Returns whether there is a series of that number. */
  boolean isLive(int number) {
    return records.get(number) != 0 && !removed.get(number);
  }

  private int encode(int[] of, int length) {
    if (encoded.length < 5 + 5 * length) {
      encoded = new byte[5 + 5 * length];
    }
    int at = VarInts.write(encoded, 0, length);
    for (int i = 0; i < length; i++) {
      at = VarInts.write(encoded, at, of[i]);
    }
    return at;
  }

  /**
   * Returns the number of the series with these pairs, or -1.
   *
   * @param length how many entries of the array count
   */
  int find(int[] of, int length) {
    int hash = hash(of, length);
    int size = -1;
    int mask = slots.length - 1;
    for (int i = hash & mask; slots[i] != 0; i = (i + 1) & mask) {
      int number = (slots[i] & numberMask) - 1;
      if (((slots[i] ^ hash) & ~numberMask) == 0 && isLive(number)) {
        size = size < 0 ? encode(of, length) : size;
        if (bytes.startsWith(records.get(number) - 1, encoded, size)) {
          return number;
        }
      }
    }
    return -1;
  }

  /** Adds a series that is not there yet and returns its number. */
  int add(int[] of, int length) {
    int number = free.isEmpty() ? end : free.take();
    put(number, of, length);
    return number;
  }

  /** Adds a series with a number that is known already. */
  void put(int number, int[] of, int length) {
    int size = encode(of, length);
    put(number, of, length, encoded, 0, size);
  }

  /**
   * Adds a series with a number that is known already, whose pairs are also there as bytes, as they
   * are kept.
   */
  void put(int number, int[] of, int length, byte[] run, int from, int to) {
    free.remove(number);
    records.set(number, bytes.append(run, from, to - from) + 1);
    end = Math.max(end, number + 1);
    live++;
    IntPages kept = hashes;
    if (kept != null) {
      tally(of, length);
      kept.set(number, hash(of, length));
    } else {
      pairs.count(of, length);
      toSlots(number, hash(of, length));
    }
    addNumber(number);
  }

  private void tally(int[] of, int length) {
    for (int i = 0; i < length; i++) {
      if (of[i] >= tally.length) {
        tally = Arrays.copyOf(tally, Math.max(pairs.count(), tally.length * 2));
      }
      tally[of[i]]++;
    }
  }

  private void toSlots(int number, int hash) {
    inSlots++;
    if (inSlots * 2L > slots.length) {
      rebuildSlots(slots.length * 2);
    } else if (number >= numberMask) {
      rebuildSlots(slots.length);
    } else {
      insert(number, hash);
    }
  }

  /** From now on series are put here that will not be sought before {@link #filled}. */
  void filling() {
    hashes = hashes == null ? new IntPages() : hashes;
  }

  /** Tells the pairs of all series that were put here so far. */
  void counted() {
    pairs.countAll(tally, tally.length);
    tally = new int[0];
  }

  /** Ends {@link #filling}: series are found. */
  void filled() {
    counted();
    int capacity = 1 << 10;
    while (capacity < live * 2L) {
      capacity *= 2;
    }
    rebuildSlots(capacity);
    hashes = null;
  }

  /** An addition whose number is not known: what follows keeps its place. */
  void lost() {
    addNumber(-1);
  }

  private void rebuildSlots(int capacity) {
    slots = new int[capacity];
    numberMask = 2 * Integer.highestOneBit(Math.max(end, capacity)) - 1;
    inSlots = 0;
    IntPages kept = hashes;
    for (int n = 0; n < end; n++) {
      if (isLive(n)) {
        insert(n, kept == null ? hash(cursor(n)) : kept.get(n));
        inSlots++;
      }
    }
  }

  private void insert(int number, int hash) {
    int mask = slots.length - 1;
    int i = hash & mask;
    while (slots[i] != 0) {
      i = (i + 1) & mask;
    }
    slots[i] = hash & ~numberMask | number + 1;
  }

  /** Removes series; those that are not there are passed over. */
  void remove(BitSet numbers) {
    BitSet now = (BitSet) removed.clone();
    for (int n = numbers.nextSetBit(0); n >= 0; n = numbers.nextSetBit(n + 1)) {
      if (isLive(n) && !now.get(n)) {
        LabelCursor cursor = cursor(n);
        while (cursor.next()) {
          pairs.uncount(cursor.pair());
        }
        now.set(n);
        live--;
      }
    }
    removed = now;
  }

  private static int hash(int[] pairs, int length) {
    int h = length;
    for (int i = 0; i < length; i++) {
      h = mixed(h, pairs[i]);
    }
    return h;
  }

  private static int hash(LabelCursor pairs) {
    int h = pairs.size();
    while (pairs.next()) {
      h = mixed(h, pairs.pair());
    }
    return h;
  }

  private static int mixed(int hash, int pair) {
    int h = (hash ^ pair) * 0x9E3779B1;
    return h ^ (h >>> 15);
  }

  /** Returns a cursor over a series' labels. */
  LabelCursor cursor(int number) {
    return new LabelCursor(bytes, records.get(number) - 1);
  }

  /** Returns the pair that a series has for a name, or -1. */
  int pairOf(int number, int name) {
    LabelCursor cursor = cursor(number);
    while (cursor.next()) {
      if (pairs.nameOf(cursor.pair()) == name) {
        return cursor.pair();
      }
    }
    return -1;
  }

  /** Returns a series' labels; none for a number without a series. */
  Labels labels(int number) {
    if (records.get(number) == 0) {
      return Labels.empty();
    }
    LabelCursor cursor = cursor(number);
    String[] text = new String[2 * cursor.size()];
    for (int i = 0; cursor.next(); ) {
      text[i++] = pairs.name(cursor.pair());
      text[i++] = pairs.value(cursor.pair());
    }
    return Labels.ofSorted(text);
  }

  /** Returns how many bytes lie outside the heap. */
  long reservedBytes() {
    return bytes.reservedBytes();
  }
}
