// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.util.Arrays;

/**
 * Reads what {@link PackedNumbers} wrote, wholly or in part. Loops are short and by themselves, so
 * that the compiler makes vectors of those that it can.
 */
final class PackedReader {

  private static final long[] NO_PATCHES = {};

  private PackedReader() {}

  /**
   * Reads values.
   *
   * @param in stands on them; its array goes on for {@link IntSequence#SLACK} bytes behind them
   */
  static void read(ByteSource in, long[] into, int offset, int n) {
    read(in, into, offset, n, 0, n);
  }

  /**
   * Reads some of the values, and passes over all. Number i goes to {@code into[offset + i]}; the
   * places of the others may be overwritten.
   *
   * @param from the first that is wanted
   * @param to behind the last that is wanted
   */
  static void read(ByteSource in, long[] into, int offset, int n, int from, int to) {
    long base = in.zigzag();
    long divisor = in.varint();
    boolean fold = numbers(in, into, offset, n, from, to);
    if (fold) {
      unfold(into, offset + from, offset + to, base, divisor);
    } else if (divisor != 1) {
      for (int i = offset + from; i < offset + to; i++) {
        into[i] = into[i] * divisor + base;
      }
    } else if (base != 0) {
      for (int i = offset + from; i < offset + to; i++) {
        into[i] += base;
      }
    }
  }

  private static void unfold(long[] into, int from, int to, long base, long divisor) {
    if (divisor == 1) {
      for (int i = from; i < to; i++) {
        into[i] = (into[i] >>> 1 ^ -(into[i] & 1)) + base;
      }
    } else {
      for (int i = from; i < to; i++) {
        into[i] = (into[i] >>> 1 ^ -(into[i] & 1)) * divisor + base;
      }
    }
  }

  /**
   * Reads the differences between {@code n} values of which {@code into[0]} is the first, and turns
   * some of them into those values.
   */
  static void sums(ByteSource in, long[] into, int n, int from, int to) {
    read(in, into, 1, n - 1, 0, to - 1);
    int begin = Math.max(1, from);
    // Those before are only added up, which is soon done.
    addUp(into, begin, to, into[0] + total(into, 1, begin));
  }

  private static void addUp(long[] into, int from, int to, long before) {
    long sum = before;
    int i = from;
    // By twos, since each sum waits for the one before.
    for (; i < to - 1; i += 2) {
      long one = into[i];
      long two = one + into[i + 1];
      into[i] = sum + one;
      sum += two;
      into[i + 1] = sum;
    }
    if (i < to) {
      into[i] += sum;
    }
  }

  private static long total(long[] numbers, int from, int to) {
    long total = 0;
    for (int i = from; i < to; i++) {
      total += numbers[i];
    }
    return total;
  }

  /**
   * Puts some numbers together, before divisor and base.
   *
   * @return whether they are still folded
   */
  private static boolean numbers(ByteSource in, long[] into, int offset, int n, int from, int to) {
    int how = in.get();
    if (how < PackedNumbers.PATCHED) {
      packed(in, how, into, offset, n, from, to);
      return false;
    }
    int width = how & 0x3f;
    boolean quotients = how >= PackedNumbers.QUOTIENT;
    boolean fold = quotients && in.get() == 1;
    int patches = (int) in.varint();
    int patchWidth = in.get();
    int distances = in.position();
    long[] high = NO_PATCHES;
    if (patches > 0) {
      in.skipVarints(patches);
      high = Scratch.ofThread().patches(patches);
      packed(in, patchWidth, high, 0, patches, 0, patches);
    }
    packed(in, width, into, offset, n, from, to);
    if (quotients) {
      Quotients.add(in, width, into, offset, n, from, to);
    }
    if (patches > 0) {
      int end = in.position();
      in.position(distances);
      int at = offset;
      for (int i = 0; i < patches; i++) {
        at += (int) in.varint();
        into[at] += (high[i] >>> 1 ^ -(high[i] & 1)) << width;
      }
      in.position(end);
    }
    return fold;
  }

  private static void packed(
      ByteSource in, int width, long[] into, int offset, int n, int from, int to) {
    if (width == 0) {
      Arrays.fill(into, offset + from, offset + to, 0);
      return;
    }
    int at = in.position();
    // Eight numbers take whole bytes.
    int begin = from & ~7;
    in.position(at + (begin >>> 3) * width);
    in.unpack(width, into, offset + begin, to - begin);
    in.position(at + (int) PackedNumbers.packedBytes(n, width));
  }
}
