// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.memory.ByteStore;
import io.narthex.storage.local.memory.IntList;
import io.narthex.storage.local.memory.IntPages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Label names and the pairs of a name and a value, each kept once and numbered from 0.
 *
 * <p>Values lie outside the heap as UTF-8; per pair the heap holds about seven ints, among them how
 * many series have it. Looking up and adding lock this object; what belongs to a number can be read
 * by any thread that was told the number.
 */
final class PairTable {

  private static final int CACHE = 1 << 13;

  private final Map<String, Integer> nameNumbers = new HashMap<>();
  private volatile String[] names = new String[8];
  private int nameCount;
  private int[] firstOfName = new int[8];
  private int[] valuesOfName = new int[8];

  private final ByteStore bytes = new ByteStore();
  private final IntPages records = new IntPages();
  private final IntPages hashes = new IntPages();
  private final IntPages nameOf = new IntPages();
  // The pair that came before with the same name, plus one.
  private final IntPages nextOfName = new IntPages();
  private final IntPages series = new IntPages();
  private int[] slots = new int[1 << 10];
  private volatile int count;

  // Neighbouring series share most of their labels, so most look-ups end here.
  private final @Nullable Recent[] recent = new Recent[CACHE];
  private final AtomicReferenceArray<@Nullable CachedText> texts =
      new AtomicReferenceArray<>(CACHE);

  private record Recent(String name, String value, int pair) {}

  private record CachedText(int pair, String text) {}

  /** Returns how many pairs there are. */
  int count() {
    return count;
  }

  /** Returns how many names there are. */
  synchronized int nameCount() {
    return nameCount;
  }

  /** Returns a name's number, or -1. */
  synchronized int findName(String name) {
    Integer known = nameNumbers.get(name);
    return known == null ? -1 : known;
  }

  /** Returns a name's number, which is new when it equals the count before. */
  synchronized int internName(String name) {
    Integer known = nameNumbers.get(name);
    if (known != null) {
      return known;
    }
    if (nameCount == firstOfName.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
      firstOfName = Arrays.copyOf(firstOfName, 2 * nameCount);
      valuesOfName = Arrays.copyOf(valuesOfName, 2 * nameCount);
    }
    int number = nameCount++;
    String[] now = names;
    now[number] = name;
    names = now;
    nameNumbers.put(name, number);
    return number;
  }

  /** Returns a name by its number. */
  String nameText(int number) {
    return names[number];
  }

  /** Returns the number of a pair, or -1. */
  synchronized int find(String name, String value) {
    int hash = hash(name, value);
    int slot = hash & (CACHE - 1);
    Recent known = recent[slot];
    if (known != null && known.value.equals(value) && known.name.equals(name)) {
      return known.pair;
    }
    Integer nameNumber = nameNumbers.get(name);
    if (nameNumber == null) {
      return -1;
    }
    int pair = find(hash, nameNumber, value);
    if (pair >= 0) {
      recent[slot] = new Recent(name, value, pair);
    }
    return pair;
  }

  private int find(int hash, int name, String value) {
    int mask = slots.length - 1;
    for (int i = hash & mask; slots[i] != 0; i = (i + 1) & mask) {
      int pair = slots[i] - 1;
      if (hashes.get(pair) == hash && nameOf.get(pair) == name && same(pair, value)) {
        return pair;
      }
    }
    return -1;
  }

  /** Returns the number of a pair, which is new when it equals the count before. */
  synchronized int intern(String name, String value) {
    int known = find(name, value);
    return known >= 0 ? known : add(internName(name), value);
  }

  /** Adds a pair that is not there yet and returns its number. */
  synchronized int add(int name, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    byte[] record = new byte[utf8.length + 5];
    int head = VarInts.write(record, 0, utf8.length);
    System.arraycopy(utf8, 0, record, head, utf8.length);
    int pair = count;
    records.set(pair, bytes.append(record, 0, head + utf8.length));
    hashes.set(pair, hash(names[name], value));
    nameOf.set(pair, name);
    nextOfName.set(pair, firstOfName[name]);
    firstOfName[name] = pair + 1;
    series.set(pair, 0);
    count = pair + 1;
    if (count * 2L > slots.length) {
      slots = new int[slots.length * 2];
      for (int p = 0; p <= pair; p++) {
        put(p);
      }
    } else {
      put(pair);
    }
    return pair;
  }

  private void put(int pair) {
    int mask = slots.length - 1;
    int i = hashes.get(pair) & mask;
    while (slots[i] != 0) {
      i = (i + 1) & mask;
    }
    slots[i] = pair + 1;
  }

  private static int hash(String name, String value) {
    // String hashes are weak in their low bits.
    int h = (name.hashCode() * 31 + value.hashCode()) * 0x9E3779B9;
    return h ^ (h >>> 15);
  }

  private boolean same(int pair, String value) {
    int record = records.get(pair);
    int length = bytes.get(record, 0);
    int n = value.length();
    if (length < 0) {
      return value(pair).equals(value);
    }
    for (int i = 0; i < n; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        return value(pair).equals(value);
      }
      if (i >= length || bytes.get(record, 1 + i) != c) {
        return false;
      }
    }
    return n == length;
  }

  /** Returns the name's number of a pair. */
  int nameOf(int pair) {
    return nameOf.get(pair);
  }

  /** Returns the name of a pair. */
  String name(int pair) {
    return names[nameOf.get(pair)];
  }

  /** Returns the value of a pair. */
  String value(int pair) {
    int slot = pair & (CACHE - 1);
    CachedText cached = texts.get(slot);
    if (cached != null && cached.pair == pair) {
      return cached.text;
    }
    String text = new String(valueUtf8(pair), StandardCharsets.UTF_8);
    texts.set(slot, new CachedText(pair, text));
    return text;
  }

  /** Returns the value of a pair as UTF-8. */
  byte[] valueUtf8(int pair) {
    int record = records.get(pair);
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

  /** Returns how many bytes the value of a pair has. */
  int valueLength(int pair) {
    int record = records.get(pair);
    int length = 0;
    int at = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes.get(record, at++);
      length |= (b & 0x7f) << shift;
      if (b >= 0) {
        return length;
      }
    }
  }

  /** Returns how many series have a pair. */
  int seriesOf(int pair) {
    return series.get(pair);
  }

  /** One series more has these pairs. */
  synchronized void count(int[] pairs, int length) {
    for (int i = 0; i < length; i++) {
      int pair = pairs[i];
      int now = series.get(pair) + 1;
      series.set(pair, now);
      if (now == 1) {
        valuesOfName[nameOf.get(pair)]++;
      }
    }
  }

  /**
   * Many series more have pairs.
   *
   * @param more how many, by pair
   * @param length how many entries count
   */
  synchronized void countAll(int[] more, int length) {
    for (int pair = 0; pair < length; pair++) {
      if (more[pair] > 0) {
        int now = series.get(pair);
        series.set(pair, now + more[pair]);
        if (now == 0) {
          valuesOfName[nameOf.get(pair)]++;
        }
      }
    }
  }

  /** One series less has a pair. */
  synchronized void uncount(int pair) {
    int now = series.get(pair) - 1;
    series.set(pair, now);
    if (now == 0) {
      valuesOfName[nameOf.get(pair)]--;
    }
  }

  /** Returns how many values a name has among the series that are there; by its number. */
  synchronized int valuesOf(int name) {
    return valuesOfName[name];
  }

  /** Returns the pairs of a name that some series has, in no order. */
  synchronized int[] pairsOf(int name) {
    IntList pairs = new IntList(Math.max(8, valuesOfName[name]));
    for (int p = firstOfName[name]; p != 0; p = nextOfName.get(p - 1)) {
      if (series.get(p - 1) > 0) {
        pairs.add(p - 1);
      }
    }
    return pairs.toArray();
  }

  /** Returns the names that some series has, in no order. */
  synchronized List<String> names() {
    List<String> used = new ArrayList<>(nameCount);
    for (int i = 0; i < nameCount; i++) {
      if (valuesOfName[i] > 0) {
        used.add(names[i]);
      }
    }
    return used;
  }

  /** Returns how many bytes lie outside the heap. */
  long reservedBytes() {
    return bytes.reservedBytes();
  }
}
