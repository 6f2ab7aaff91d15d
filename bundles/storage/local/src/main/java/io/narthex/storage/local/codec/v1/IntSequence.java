// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.util.Arrays;

/**
 * Sequences of 64-bit integers as bytes. The first byte says how; varints as in {@link ByteSink}:
 *
 * <pre>
 * 0 CONSTANT  zigzag value
 * 1 FRAME     zigzag least value, varint divisor, byte width, n packed numbers:
 *             value = least + divisor * number
 * 2 DELTA     zigzag first value, zigzag least difference, varint divisor, byte width,
 *             n - 1 packed numbers: difference = least + divisor * number
 * 3 CHANGES   zigzag first value, n - 1 bits in whole bytes, low bits first: a value differs from
 *             the one before; then zigzag least difference, varint divisor, byte width, and a
 *             packed number for each bit set
 * </pre>
 *
 * <p>Packed numbers have {@code width} bits each (0 to 64), low bits first, without gaps; the last
 * byte is filled with zeros. All arithmetic wraps around, so that every sequence can be encoded.
 * The encoder takes the shortest of the four. Decoding is plain loops over shifts and masks, about
 * a nanosecond a value.
 */
public final class IntSequence {

  private static final int CONSTANT = 0;
  private static final int FRAME = 1;
  private static final int DELTA = 2;
  private static final int CHANGES = 3;

  /** Bytes that a decoder may touch behind the end of what it decodes. */
  public static final int SLACK = 16;

  // What a pass over numbers found out about packing them.
  private long least;
  private long divisor;
  private int width;
  private long[] scratch = new long[64];

  /**
   * Writes a sequence.
   *
   * @param n how many entries of {@code values} count, at least 1
   */
  public void encode(long[] values, int n, ByteSink out) {
    int changed = 0;
    for (int i = 1; i < n; i++) {
      changed += values[i] != values[i - 1] ? 1 : 0;
    }
    if (changed == 0) {
      out.put(CONSTANT);
      out.zigzag(values[0]);
      return;
    }
    if (scratch.length < n) {
      scratch = new long[n];
    }
    analyse(values, n);
    long frame = header(values[0], false) + packedBytes(n);
    differences(values, n, false);
    analyse(scratch, n - 1);
    long delta = header(values[0], true) + packedBytes(n - 1);
    differences(values, n, true);
    analyse(scratch, changed);
    long changes = header(values[0], true) + (n + 6) / 8 + packedBytes(changed);
    if (changes < delta && changes < frame) {
      out.put(CHANGES);
      out.zigzag(values[0]);
      bits(values, n, out);
      pack(scratch, changed, out);
    } else if (delta < frame) {
      differences(values, n, false);
      analyse(scratch, n - 1);
      out.put(DELTA);
      out.zigzag(values[0]);
      pack(scratch, n - 1, out);
    } else {
      analyse(values, n);
      out.put(FRAME);
      pack(values, n, out);
    }
  }

  private void differences(long[] values, int n, boolean onlyChanges) {
    int to = 0;
    for (int i = 1; i < n; i++) {
      long d = values[i] - values[i - 1];
      if (d != 0 || !onlyChanges) {
        scratch[to++] = d;
      }
    }
  }

  private long packedBytes(int n) {
    return ((long) n * width + 7) >>> 3;
  }

  private long header(long first, boolean withFirst) {
    return (withFirst ? zigzagLength(first) : 0) + zigzagLength(least) + length(divisor) + 1;
  }

  private static int zigzagLength(long value) {
    return length((value << 1) ^ (value >> 63));
  }

  private static int length(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  /** Finds the least value, the common divisor of the distances to it, and the width. */
  private void analyse(long[] values, int n) {
    long min = values[0];
    long max = values[0];
    for (int i = 1; i < n; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    least = min;
    divisor = 1;
    long range = max - min;
    if (range > 1) {
      // A range that wrapped around is negative here; it is packed whole.
      long gcd = 0;
      for (int i = 0; i < n && gcd != 1; i++) {
        gcd = gcd(values[i] - min, gcd);
      }
      divisor = Math.max(1, gcd);
      range /= divisor;
    }
    width = 64 - Long.numberOfLeadingZeros(range);
  }

  private static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long r = x % y;
      x = y;
      y = r;
    }
    return x;
  }

  private static void bits(long[] values, int n, ByteSink out) {
    long word = 0;
    int bit = 0;
    for (int i = 1; i < n; i++) {
      if (values[i] != values[i - 1]) {
        word |= 1L << bit;
      }
      if (++bit == 8) {
        out.put((int) word);
        word = 0;
        bit = 0;
      }
    }
    if (bit > 0) {
      out.put((int) word);
    }
  }

  private void pack(long[] values, int n, ByteSink out) {
    out.zigzag(least);
    out.varint(divisor);
    out.put(width);
    if (width == 0) {
      return;
    }
    long word = 0;
    int filled = 0;
    for (int i = 0; i < n; i++) {
      long v = values[i] - least;
      if (divisor != 1) {
        v /= divisor;
      }
      word |= v << filled;
      filled += width;
      if (filled >= 64) {
        out.word(word);
        filled -= 64;
        // A shift by 64 does nothing in Java.
        word = filled == 0 ? 0 : v >>> (width - filled);
      }
    }
    out.bytes(word, (filled + 7) >>> 3);
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
      case FRAME -> {
        unpack(in, into, 0, n);
      }
      case DELTA -> {
        into[0] = in.zigzag();
        unpack(in, into, 1, n - 1);
        long sum = into[0];
        for (int i = 1; i < n; i++) {
          sum += into[i];
          into[i] = sum;
        }
      }
      case CHANGES -> changes(in, into, n);
      default -> throw new IllegalArgumentException("unknown encoding " + type + " of a sequence");
    }
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
    unpack(in, differences, 0, changed);
    into[0] = value;
    int next = 0;
    for (int i = 1; i < n; i++) {
      if (in.bit(bits, i - 1)) {
        value += differences[next++];
      }
      into[i] = value;
    }
  }

  private static void unpack(ByteSource in, long[] into, int offset, int n) {
    long least = in.zigzag();
    long divisor = in.varint();
    int width = in.get();
    int start = in.position();
    if (width == 0) {
      Arrays.fill(into, offset, offset + n, least);
    } else {
      in.unpack(width, into, offset, n);
      if (divisor == 1) {
        for (int i = offset; i < offset + n; i++) {
          into[i] += least;
        }
      } else {
        for (int i = offset; i < offset + n; i++) {
          into[i] = into[i] * divisor + least;
        }
      }
    }
    in.position(start + (int) (((long) n * width + 7) >>> 3));
  }
}
