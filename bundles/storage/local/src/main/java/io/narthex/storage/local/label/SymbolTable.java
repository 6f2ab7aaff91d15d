// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.memory.ByteStore;
import io.narthex.storage.local.memory.IntPages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Label names and values, each kept once and numbered from 0.
 *
 * <p>Text lies outside the heap as UTF-8; per symbol the heap holds three ints. {@link #intern} and
 * {@link #find} are for one thread at a time (the label store's lock); {@link #text} is for any.
 */
final class SymbolTable implements AutoCloseable {

  private static final int CACHE = 1 << 13;

  private final ByteStore bytes = new ByteStore();
  private final IntPages records = new IntPages();
  private final IntPages hashes = new IntPages();
  private final AtomicReferenceArray<CachedText> cache = new AtomicReferenceArray<>(CACHE);
  private int[] slots = new int[1 << 10];
  private volatile int count;

  private record CachedText(int symbol, String text) {}

  /** Returns how many symbols there are. */
  int count() {
    return count;
  }

  /** Returns a text's symbol, or -1 when it has none. */
  int find(String text) {
    int hash = text.hashCode();
    int mask = slots.length - 1;
    for (int i = spread(hash) & mask; slots[i] != 0; i = (i + 1) & mask) {
      int symbol = slots[i] - 1;
      if (hashes.get(symbol) == hash && same(symbol, text)) {
        return symbol;
      }
    }
    return -1;
  }

  /** Returns a text's symbol, which is new when it equals the count before. */
  int intern(String text) {
    int known = find(text);
    return known >= 0 ? known : add(text, text.getBytes(StandardCharsets.UTF_8));
  }

  private int add(String text, byte[] utf8) {
    byte[] record = new byte[utf8.length + 5];
    int head = VarInts.write(record, 0, utf8.length);
    System.arraycopy(utf8, 0, record, head, utf8.length);
    int symbol = count;
    records.set(symbol, bytes.append(record, 0, head + utf8.length));
    hashes.set(symbol, text.hashCode());
    count = symbol + 1;
    if (count * 2L > slots.length) {
      grow();
    } else {
      put(slots, symbol);
    }
    return symbol;
  }

  private void grow() {
    int[] more = new int[slots.length * 2];
    for (int symbol = 0; symbol < count; symbol++) {
      put(more, symbol);
    }
    slots = more;
  }

  private void put(int[] into, int symbol) {
    int mask = into.length - 1;
    int i = spread(hashes.get(symbol)) & mask;
    while (into[i] != 0) {
      i = (i + 1) & mask;
    }
    into[i] = symbol + 1;
  }

  /** String hashes are weak in their low bits. */
  private static int spread(int hash) {
    int h = hash * 0x9E3779B9;
    return h ^ (h >>> 15);
  }

  private boolean same(int symbol, String text) {
    int record = records.get(symbol);
    int length = bytes.get(record, 0);
    if (length < 0) {
      return text(symbol).equals(text);
    }
    int n = text.length();
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return text(symbol).equals(text);
      }
      if (i >= length || bytes.get(record, 1 + i) != c) {
        return false;
      }
    }
    return n == length;
  }

  /** Returns a symbol's text. */
  String text(int symbol) {
    int slot = symbol & (CACHE - 1);
    CachedText cached = cache.get(slot);
    if (cached != null && cached.symbol == symbol) {
      return cached.text;
    }
    byte[] utf8 = utf8(symbol);
    String text = new String(utf8, StandardCharsets.UTF_8);
    cache.set(slot, new CachedText(symbol, text));
    return text;
  }

  /** Returns a symbol's text as UTF-8. */
  byte[] utf8(int symbol) {
    int record = records.get(symbol);
    int length = 0;
    int at = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes.get(record, at++);
      length |= (b & 0x7f) << shift;
      if (b >= 0) {
        break;
      }
    }
    byte[] utf8 = new byte[length];
    bytes.read(record, at, utf8, 0, length);
    return utf8;
  }

  /** Returns a hash of a symbol's text, the same in every process. */
  int contentHash(int symbol) {
    return hashes.get(symbol);
  }

  /** Forgets all symbols from a number on, newest first; they must not be in use. */
  void truncate(int newCount) {
    if (newCount < count) {
      count = newCount;
      Arrays.fill(slots, 0);
      for (int symbol = 0; symbol < count; symbol++) {
        put(slots, symbol);
      }
      for (int i = 0; i < CACHE; i++) {
        cache.set(i, null);
      }
    }
  }

  long reservedBytes() {
    return bytes.reservedBytes();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
