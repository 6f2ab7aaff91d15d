// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the quotients of {@link PackedNumbers}: each is as many zero bits as it says and a one bit.
 *
 * <p>All quotients that end in a byte are looked up at once and without a branch, since nobody can
 * foretell how many these are.
 */
final class Quotients {

  /** The largest there is. */
  static final int MAX = 20;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // For each byte the quotients that end in it, a byte each.
  private static final long[] ENDING = ending();

  private Quotients() {}

  private static long[] ending() {
    long[] ending = new long[1 << Byte.SIZE];
    for (int bits = 0; bits < ending.length; bits++) {
      int count = 0;
      int before = -1;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        if ((bits >>> bit & 1) != 0) {
          ending[bits] |= (long) (bit - before - 1) << Byte.SIZE * count++;
          before = bit;
        }
      }
    }
    return ending;
  }

  /**
   * Reads {@code n} quotients and adds those that are wanted, and perhaps others, to their numbers,
   * shifted left.
   *
   * @param in stands on them, and then behind them; its array goes on for 8 bytes behind them
   * @param into has number i at {@code offset + i}
   * @param from the first that is wanted
   * @param to behind the last that is wanted
   */
  static void add(ByteSource in, int shift, long[] into, int offset, int n, int from, int to) {
    int at = in.position();
    int first = 0;
    for (int ones = Long.bitCount(in.word(at));
        first + ones < from;
        ones = Long.bitCount(in.word(at))) {
      first += ones;
      at += Long.BYTES;
    }
    int wanted = to - first;
    byte[] quotients = Scratch.ofThread().quotients(wanted + Byte.SIZE);
    int behind = read(in.bytes(), at, wanted, quotients);
    in.position(to < n ? behind(in, at, n - first) : behind);
    int next = offset + first;
    for (int i = 0; i < wanted; i++) {
      into[next + i] += (long) quotients[i] << shift;
    }
  }

  /**
   * Reads at least so many quotients; up to seven bytes more are overwritten.
   *
   * @return the place behind the byte that has the last
   */
  private static int read(byte[] from, int place, int wanted, byte[] into) {
    int at = place;
    int zeros = 0;
    for (int read = 0; read < wanted; at++) {
      int bits = from[at] & 0xff;
      LONG.set(into, read, ENDING[bits] + zeros);
      read += Integer.bitCount(bits);
      zeros =
          bits == 0 ? zeros + Byte.SIZE : Integer.numberOfLeadingZeros(bits << Integer.SIZE - 8);
    }
    return at;
  }

  /** Returns the place behind the byte that has the last of so many one bits. */
  private static int behind(ByteSource in, int from, int wanted) {
    int at = from;
    int left = wanted;
    for (; left > 0; at++) {
      long word = in.word(at);
      int ones = Long.bitCount(word);
      if (ones < left) {
        left -= ones;
        at += Long.BYTES - 1;
      } else {
        left -= Integer.bitCount((int) word & 0xff);
      }
    }
    return at;
  }
}
