// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A 128-bit hash of a range of bytes. 128 bits are enough to stand for the bytes themselves: among
 * a billion series two share a hash with a probability below 1e-19. The seeds are drawn at start,
 * so that nobody outside can prepare such a pair.
 *
 * <p>Sixteen bytes are multiplied with each other, each half after it was mixed with half of the
 * state, and all 128 bits of the product become the state; the factors are added, so that a zero
 * does not swallow the other one. Two such states take turns, since one multiplication waits for
 * the other. Finished as MurmurHash3 (Austin Appleby, public domain) is.
 */
public final class SeriesHash {

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LENGTHS = 0x9e3779b97f4a7c15L;
  private static final long SEED_A;
  private static final long SEED_B;
  private static final long SEED_C;
  private static final long SEED_D;

  static {
    SecureRandom random = new SecureRandom();
    SEED_A = random.nextLong();
    SEED_B = random.nextLong();
    SEED_C = random.nextLong();
    SEED_D = random.nextLong();
  }

  private long first;
  private long second;
  private int length;

  /** Returns the first half; never 0 once there was something to hash. */
  public long first() {
    return first;
  }

  /** Returns the second half. */
  public long second() {
    return second;
  }

  /** Returns how many bytes were hashed. */
  public int length() {
    return length;
  }

  /** Takes a hash that was computed before. */
  public void set(long firstHalf, long secondHalf, int bytes) {
    first = firstHalf;
    second = secondHalf;
    length = bytes;
  }

  /** Returns whether this is the hash of the bytes from an index up to another. */
  public boolean isOf(byte[] bytes, int from, int to) {
    if (length != to - from) {
      return false;
    }
    long expectedFirst = first;
    long expectedSecond = second;
    of(bytes, from, to);
    boolean same = first == expectedFirst && second == expectedSecond;
    set(expectedFirst, expectedSecond, to - from);
    return same;
  }

  /** Hashes the bytes from an index up to another. */
  public void of(byte[] bytes, int from, int to) {
    length = to - from;
    long a = SEED_A;
    long b = SEED_B;
    long c = SEED_C;
    long d = SEED_D;
    int at = from;
    while (to - at > 16) {
      long p = (long) LITTLE_ENDIAN.get(bytes, at) ^ a;
      long q = (long) LITTLE_ENDIAN.get(bytes, at + 8) ^ b;
      a = p * q + q;
      b = Math.unsignedMultiplyHigh(p, q) + p;
      at += 16;
      if (to - at > 16) {
        p = (long) LITTLE_ENDIAN.get(bytes, at) ^ c;
        q = (long) LITTLE_ENDIAN.get(bytes, at + 8) ^ d;
        c = p * q + q;
        d = Math.unsignedMultiplyHigh(p, q) + p;
        at += 16;
      }
    }
    // The last sixteen bytes may overlap with those before; the length tells which do.
    boolean whole = length >= 16;
    long x = whole ? (long) LITTLE_ENDIAN.get(bytes, to - 16) : few(bytes, from, length);
    long y = whole ? (long) LITTLE_ENDIAN.get(bytes, to - 8) : few(bytes, from + 8, length - 8);
    long p = x ^ c;
    long q = y ^ d;
    c = p * q + q;
    d = Math.unsignedMultiplyHigh(p, q) + p;
    p = a ^ d;
    q = b ^ c ^ length * LENGTHS;
    finish(p * q + q, Math.unsignedMultiplyHigh(p, q) + p);
  }

  private void finish(long low, long high) {
    long h1 = low + high;
    long h2 = high + h1;
    h1 = mix(h1);
    h2 = mix(h2);
    h1 += h2;
    first = h1 == 0 ? 1 : h1;
    second = h2 + h1;
  }

  /** Returns up to eight bytes as a number. */
  private static long few(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = Math.min(8, count) - 1; i >= 0; i--) {
      value = value << 8 | bytes[from + i] & 0xFF;
    }
    return value;
  }

  private static long mix(long h) {
    long k = h;
    k ^= k >>> 33;
    k *= 0xff51afd7ed558ccdL;
    k ^= k >>> 33;
    k *= 0xc4ceb9fe1a85ec53L;
    return k ^ k >>> 33;
  }
}
