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
      double frameBits = PackedNumbers.roughBits(values, n, frame);
      double deltaBits = PackedNumbers.roughBits(differences, n - 1, delta);
      double changeBits = PackedNumbers.roughBits(changes, changed, change) + 8 * (which - first);
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
    int type = in.get();
    switch (type) {
      case CONSTANT -> Arrays.fill(into, 0, n, in.zigzag());
      case FRAME -> PackedNumbers.read(in, into, 0, n);
      case DELTA -> {
        into[0] = in.zigzag();
        PackedNumbers.read(in, into, 1, n - 1, true);
      }
      case CHANGES -> changes(in, into, n);
      case RUNS -> runs(in, into, n);
      default -> throw new IllegalArgumentException("unknown encoding " + type + " of a sequence");
    }
  }

  private static void runs(ByteSource in, long[] into, int n) {
    long value = in.zigzag();
    int changed = (int) in.varint();
    int distances = in.position();
    for (int i = 0; i < changed; i++) {
      in.varint();
    }
    long[] differences = new long[changed];
    PackedNumbers.read(in, differences, 0, changed);
    int end = in.position();
    in.position(distances);
    int at = 0;
    for (int i = 0; i < changed; i++) {
      int next = at + (int) in.varint();
      Arrays.fill(into, at, next, value);
      value += differences[i];
      at = next;
    }
    Arrays.fill(into, at, n, value);
    in.position(end);
  }

  private static void changes(ByteSource in, long[] into, int n) {
    long value = in.zigzag();
    int bits = in.position();
    int bytes = (n + 6) / 8;
    int changed = 0;
    for (int i = 0; i < bytes; i++) {
      changed += Integer.bitCount(in.get());
    }
    long[] differences = new long[changed];
    PackedNumbers.read(in, differences, 0, changed);
    into[0] = value;
    int next = 0;
    for (int i = 1; i < n; i++) {
      if (in.bit(bits, i - 1)) {
        value += differences[next++];
      }
      into[i] = value;
    }
  }
}
