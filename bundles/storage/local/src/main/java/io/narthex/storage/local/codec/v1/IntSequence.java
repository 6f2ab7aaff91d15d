// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.util.Arrays;

/**
 * Sequences of 64-bit integers as bytes. The first byte says how; varints as in {@link ByteSink},
 * packed numbers as in {@link PackedNumbers}:
 *
 * <pre>
 * 0 CONSTANT  zigzag value
 * 1 FRAME     n packed numbers: the values
 * 2 DELTA     zigzag first value, n - 1 packed numbers: differences to the value before
 * 3 CHANGES   zigzag first value, n - 1 bits in whole bytes, low bits first: a value differs from
 *             the one before; then a packed number for each bit set: the difference
 * 4 RUNS      zigzag first value, varint count of changes, for each a varint: distance to the change
 *             before (the first: from 0); as many packed numbers: the differences
 * </pre>
 *
 * <p>All arithmetic wraps around, so that every sequence can be encoded. The encoder takes the
 * shortest. Decoding is plain loops over shifts and masks, about a nanosecond a value.
 */
public final class IntSequence {

  private static final int CONSTANT = 0;
  private static final int FRAME = 1;
  private static final int DELTA = 2;
  private static final int CHANGES = 3;
  private static final int RUNS = 4;

  /** Bytes that a decoder may touch behind the end of what it decodes. */
  public static final int SLACK = 16;

  // What is estimated so much longer than the shortest is not worth a closer look.
  private static final double NEAR = 1.25;

  private final boolean thorough;
  private final PackedNumbers frame = new PackedNumbers();
  private final PackedNumbers delta = new PackedNumbers();
  private final PackedNumbers change = new PackedNumbers();
  private long[] differences = new long[64];
  private long[] changes = new long[64];

  /** An encoder for what will be encoded again: quick. */
  public IntSequence() {
    this(false);
  }

  /**
   * An encoder.
   *
   * @param thorough whether to look longer for something shorter
   */
  public IntSequence(boolean thorough) {
    this.thorough = thorough;
  }

  /**
   * Writes a sequence.
   *
   * @param n how many entries of {@code values} count, at least 1
   */
  public void encode(long[] values, int n, ByteSink out) {
    if (differences.length < n) {
      differences = new long[n];
      changes = new long[n];
    }
    int changed = 0;
    for (int i = 1; i < n; i++) {
      long d = values[i] - values[i - 1];
      differences[i - 1] = d;
      changes[changed] = d;
      changed += d != 0 ? 1 : 0;
    }
    if (changed == 0) {
      out.put(CONSTANT);
      out.zigzag(values[0]);
      return;
    }
    int first = PackedNumbers.length(PackedNumbers.zigzag(values[0]));
    boolean listed = changed < (n + 6) / 8;
    int which = first + (listed ? 2 + changed : (n + 6) / 8);
    long asFrame = frame.plan(values, n);
    long asDelta = first + delta.plan(differences, n - 1);
    long asChanges = which + change.plan(changes, changed);
    if (thorough) {
      // The shortest plan without patches need not be the shortest with them.
      double frameBits = frame.roughBits(values, n);
      double deltaBits = delta.roughBits(differences, n - 1);
      double changeBits = change.roughBits(changes, changed) + 8 * (which - first);
      double near = Math.min(Math.min(frameBits, deltaBits), changeBits) * NEAR;
      if (frameBits <= near) {
        asFrame = frame.improve(values, n);
      }
      if (deltaBits <= near) {
        asDelta = first + delta.improve(differences, n - 1);
      }
      if (changeBits <= near && changed < n - 1) {
        asChanges = which + change.improve(changes, changed);
      }
    }
    if (asChanges < asDelta && asChanges < asFrame) {
      out.put(listed ? RUNS : CHANGES);
      out.zigzag(values[0]);
      if (listed) {
        distances(n, changed, out);
      } else {
        bits(n, out);
      }
      change.write(changes, changed, out);
    } else if (asDelta < asFrame) {
      out.put(DELTA);
      out.zigzag(values[0]);
      delta.write(differences, n - 1, out);
    } else {
      out.put(FRAME);
      frame.write(values, n, out);
    }
  }

  private void distances(int n, int changed, ByteSink out) {
    out.varint(changed);
    int before = 0;
    for (int i = 1; i < n; i++) {
      if (differences[i - 1] != 0) {
        out.varint(i - before);
        before = i;
      }
    }
  }

  private void bits(int n, ByteSink out) {
    int bits = 0;
    int bit = 0;
    for (int i = 1; i < n; i++) {
      if (differences[i - 1] != 0) {
        bits |= 1 << bit;
      }
      if (++bit == 8) {
        out.put(bits);
        bits = 0;
        bit = 0;
      }
    }
    if (bit > 0) {
      out.put(bits);
    }
  }

  /**
   * Reads a sequence that {@link #encode} wrote.
   *
   * @param in stands on it; its array goes on for {@link #SLACK} bytes behind the sequence's end
   * @param n how many values it has, at least 1
   */
  public static void decode(ByteSource in, long[] into, int n) {
    decode(in, into, n, 0, n);
  }

  /**
   * Reads some values of a sequence, each to the place that it has in the whole, and passes over
   * all of them. The other places may be overwritten.
   *
   * @param from the first that is wanted
   * @param to behind the last that is wanted, more than {@code from}
   */
  static void decode(ByteSource in, long[] into, int n, int from, int to) {
    int type = in.get();
    switch (type) {
      case CONSTANT -> Arrays.fill(into, from, to, in.zigzag());
      case FRAME -> PackedReader.read(in, into, 0, n, from, to);
      case DELTA -> {
        into[0] = in.zigzag();
        PackedReader.sums(in, into, n, from, to);
      }
      case CHANGES -> changes(in, into, n, to);
      case RUNS -> runs(in, into, n, to);
      default -> throw new IllegalArgumentException("unknown encoding " + type + " of a sequence");
    }
  }

  /**
   * Reads some values of a sequence as doubles, and passes over all.
   *
   * @param scale what is made of the numbers
   * @param into gets the first that is wanted at {@code offset}
   */
  static void decode(
      ByteSource in,
      Scratch scratch,
      int n,
      int from,
      int to,
      int scale,
      double[] into,
      int offset) {
    int type = in.get();
    switch (type) {
      case CONSTANT ->
          Arrays.fill(into, offset, offset + to - from, Scale.value(in.zigzag(), scale));
      case FRAME -> {
        long[] numbers = scratch.numbers(n);
        PackedReader.read(in, numbers, 0, n, from, to);
        Scale.values(numbers, from, to, scale, into, offset);
      }
      case DELTA -> {
        long[] numbers = scratch.numbers(n);
        numbers[0] = in.zigzag();
        PackedReader.sums(in, numbers, n, from, to);
        Scale.values(numbers, from, to, scale, into, offset);
      }
      case CHANGES -> changes(in, scratch, n, from, to, scale, into, offset);
      case RUNS -> runs(in, scratch, from, to, scale, into, offset);
      default -> throw new IllegalArgumentException("unknown encoding " + type + " of a sequence");
    }
  }

  /**
   * Reads the differences behind a value, and returns the numbers that they lead through, of which
   * some are wanted.
   *
   * @param from behind how many differences the first that is wanted stands
   * @param to behind how many the last
   */
  private static long[] sums(
      ByteSource in, long first, int differences, int from, int to, Scratch scratch) {
    long[] numbers = scratch.numbers(differences + 1);
    numbers[0] = first;
    PackedReader.sums(in, numbers, differences + 1, from, to + 1);
    return numbers;
  }

  private static void runs(
      ByteSource in, Scratch scratch, int from, int to, int scale, double[] into, int offset) {
    long first = in.zigzag();
    int changed = (int) in.varint();
    int before = 0;
    int within = 0;
    int row = 0;
    int place = in.position();
    int placeRow = 0;
    for (int i = 0; i < changed; i++) {
      row += (int) in.varint();
      if (row <= from) {
        before++;
        place = in.position();
        placeRow = row;
      } else if (row < to) {
        within++;
      }
    }
    int last = before + within;
    long[] numbers = sums(in, first, changed, before, last, scratch);
    int end = in.position();
    in.position(place);
    int at = offset;
    int next = offset + placeRow - from;
    for (int k = before; k < last; k++) {
      next += (int) in.varint();
      Arrays.fill(into, at, next, Scale.value(numbers[k], scale));
      at = next;
    }
    Arrays.fill(into, at, offset + to - from, Scale.value(numbers[last], scale));
    in.position(end);
  }

  private static void changes(
      ByteSource in,
      Scratch scratch,
      int n,
      int from,
      int to,
      int scale,
      double[] into,
      int offset) {
    long first = in.zigzag();
    int bits = in.position();
    int changed = in.skipOnes(n - 1);
    int before = in.ones(bits, from);
    int end = in.ones(bits, to - 1);
    long[] numbers = sums(in, first, changed, before, end, scratch);
    double[] values = scratch.changes(end - before + 1);
    Scale.values(numbers, before, end + 1, scale, values, 0);
    into[offset] = values[0];
    int at = 0;
    for (int i = from; i < to - 1; i += 56) {
      // Without a branch, since nobody can foretell which values change.
      long word = in.word(bits + (i >>> 3)) >>> (i & 7);
      int stop = Math.min(to - 1, i + 56);
      for (int k = i; k < stop; k++) {
        at += (int) word & 1;
        word >>>= 1;
        into[offset + k + 1 - from] = values[at];
      }
    }
  }

  private static void runs(ByteSource in, long[] into, int n, int to) {
    long value = in.zigzag();
    int changed = (int) in.varint();
    int distances = in.position();
    for (int i = 0; i < changed; i++) {
      in.varint();
    }
    long[] differences = Scratch.ofThread().differences(changed);
    PackedReader.read(in, differences, 0, changed);
    int end = in.position();
    in.position(distances);
    int at = 0;
    for (int i = 0; i < changed && at < to; i++) {
      int next = at + (int) in.varint();
      Arrays.fill(into, at, Math.min(next, to), value);
      value += differences[i];
      at = next;
    }
    if (at < to) {
      Arrays.fill(into, at, to, value);
    }
    in.position(end);
  }

  private static void changes(ByteSource in, long[] into, int n, int to) {
    long value = in.zigzag();
    int bits = in.position();
    int changed = in.skipOnes(n - 1);
    // Behind the last difference the next one is asked for, and not used.
    long[] differences = Scratch.ofThread().differences(changed + 1);
    PackedReader.read(in, differences, 0, changed);
    into[0] = value;
    int next = 0;
    for (int i = 1; i < to; i += Long.SIZE) {
      // Without a branch, since nobody can foretell which values change.
      long word = in.word(bits);
      int end = Math.min(to, i + Long.SIZE);
      for (int row = i; row < end; row++) {
        int change = (int) word & 1;
        value += differences[next] & -change;
        next += change;
        word >>>= 1;
        into[row] = value;
      }
      bits += Long.BYTES;
    }
  }
}
