// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A 128-bit hash of a range of bytes: MurmurHash3 (Austin Appleby, public domain) for 64-bit
 * machines. 128 bits are enough to stand for the bytes themselves: among a billion series two share
 * a hash with a probability below 1e-20. The seed is drawn at start, so that nobody outside can
 * prepare such a pair.
 */
final class SeriesHash {

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;
  private static final long SEED = new SecureRandom().nextLong();

  /** The first half; never 0. */
  long first;

  /** The second half. */
  long second;

  /** Hashes the bytes from an index up to another. */
  void of(byte[] bytes, int from, int to) {
    long h1 = SEED;
    long h2 = SEED;
    int at = from;
    while (to - at >= 16) {
      h1 ^= mixFirst((long) LITTLE_ENDIAN.get(bytes, at));
      h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      h2 ^= mixSecond((long) LITTLE_ENDIAN.get(bytes, at + 8));
      h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
      at += 16;
    }
    h2 ^= mixSecond(tail(bytes, at + 8, to));
    h1 ^= mixFirst(tail(bytes, at, Math.min(to, at + 8)));
    h1 ^= to - from;
    h2 ^= to - from;
    h1 += h2;
    h2 += h1;
    h1 = finish(h1);
    h2 = finish(h2);
    h1 += h2;
    first = h1 == 0 ? 1 : h1;
    second = h2 + h1;
  }

  private static long tail(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = to - 1; i >= from; i--) {
      value = value << 8 | bytes[i] & 0xFF;
    }
    return value;
  }

  private static long mixFirst(long k) {
    return Long.rotateLeft(k * C1, 31) * C2;
  }

  private static long mixSecond(long k) {
    return Long.rotateLeft(k * C2, 33) * C1;
  }

  private static long finish(long h) {
    long k = h;
    k ^= k >>> 33;
    k *= 0xff51afd7ed558ccdL;
    k ^= k >>> 33;
    k *= 0xc4ceb9fe1a85ec53L;
    return k ^ k >>> 33;
  }
}
