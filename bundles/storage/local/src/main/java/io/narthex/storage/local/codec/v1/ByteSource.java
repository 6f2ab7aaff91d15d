// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads a byte array from a position on, as {@link ByteSink} wrote it. */
public final class ByteSource {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  // The bits of eight bytes that say that a varint goes on.
  private static final long CONTINUED = 0x8080808080808080L;

  private final byte[] bytes;
  private int at;

  /** Reads from an offset on. */
  public ByteSource(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.at = offset;
  }

  /** Returns the position. */
  public int position() {
    return at;
  }

  /** Goes to a position. */
  public void position(int newPosition) {
    at = newPosition;
  }

  /** Reads a byte, 0 to 255. */
  public int get() {
    return bytes[at++] & 0xff;
  }

  /** Returns what is read. */
  byte[] bytes() {
    return bytes;
  }

  /** Reads 8 bytes. */
  public long word() {
    long v = (long) LONG.get(bytes, at);
    at += 8;
    return v;
  }

  /** Returns the 8 bytes from a place on; the position stays. */
  long word(int from) {
    return (long) LONG.get(bytes, from);
  }

  /**
   * Reads a bitmap of {@code count} bits in whole bytes, low bits first. The array must go on for 8
   * bytes behind it.
   *
   * @return how many bits are set
   */
  int skipOnes(int count) {
    int ones = ones(at, count);
    at += (count + 7) >>> 3;
    return ones;
  }

  /** Returns how many of the first bits of a bitmap are set; the position stays. */
  int ones(int bitmap, int count) {
    int ones = 0;
    int place = bitmap;
    int left = count;
    for (; left >= Long.SIZE; left -= Long.SIZE) {
      ones += Long.bitCount((long) LONG.get(bytes, place));
      place += Long.BYTES;
    }
    if (left > 0) {
      ones += Long.bitCount((long) LONG.get(bytes, place) << (Long.SIZE - left));
    }
    return ones;
  }

  /** Reads the low {@code count} bytes of a word, at most 8. */
  public long bytes(int count) {
    long v = 0;
    for (int i = 0; i < count; i++) {
      v |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return v;
  }

  /** Reads 4 bytes. */
  public int int32() {
    int v = (int) INT.get(bytes, at);
    at += 4;
    return v;
  }

  /** Reads an unsigned varint. */
  public long varint() {
    long v = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      v |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return v;
      }
    }
  }

  /** Passes over varints. The array must go on for 8 bytes behind them. */
  void skipVarints(int count) {
    int left = count;
    while (left >= Long.BYTES) {
      left -= Long.BYTES - Long.bitCount(word() & CONTINUED);
    }
    for (; left > 0; left--) {
      varint();
    }
  }

  /** Reads a signed varint. */
  public long zigzag() {
    long v = varint();
    return (v >>> 1) ^ -(v & 1);
  }

  /**
   * Reads packed numbers of {@code width} bits, low bits first; the position stays. The array must
   * go on for 16 bytes behind them.
   */
  void unpack(int width, long[] into, int offset, int n) {
    if (width <= 57) {
      // Eight bytes from where a number begins hold it whole.
      long mask = (1L << width) - 1;
      int whole = n & ~7;
      if (width <= 8) {
        eightAWord(width, mask, into, offset, whole);
      } else if (width <= 16) {
        fourAWord(width, mask, into, offset, whole);
      } else if (width <= 29) {
        twoAWord(width, mask, into, offset, whole);
      } else {
        oneAWord(width, mask, into, offset, whole);
      }
      long bit = (long) whole * width;
      for (int i = whole; i < n; i++) {
        into[offset + i] = ((long) LONG.get(bytes, at + (int) (bit >>> 3)) >>> (bit & 7)) & mask;
        bit += width;
      }
      return;
    }
    long mask = width == 64 ? -1 : (1L << width) - 1;
    long bit = 0;
    for (int i = 0; i < n; i++) {
      int from = at + (int) (bit >>> 3);
      int shift = (int) (bit & 7);
      long low = (long) LONG.get(bytes, from) >>> shift;
      long high = shift == 0 ? 0 : (bytes[from + 8] & 0xffL) << (64 - shift);
      into[offset + i] = (low | high) & mask;
      bit += width;
    }
  }

  // Eight numbers take as many bytes as each has bits, so that every eight begin anew; the fewer
  // reads of words these need, the better.

  private void eightAWord(int width, long mask, long[] into, int offset, int n) {
    byte[] from = bytes;
    int b = at;
    for (int i = offset; i < offset + n; i += 8) {
      long word = (long) LONG.get(from, b);
      into[i] = word & mask;
      into[i + 1] = (word >>>= width) & mask;
      into[i + 2] = (word >>>= width) & mask;
      into[i + 3] = (word >>>= width) & mask;
      into[i + 4] = (word >>>= width) & mask;
      into[i + 5] = (word >>>= width) & mask;
      into[i + 6] = (word >>>= width) & mask;
      into[i + 7] = (word >>>= width) & mask;
      b += width;
    }
  }

  private void fourAWord(int width, long mask, long[] into, int offset, int n) {
    int s4 = 4 * width & 7;
    int a4 = 4 * width >>> 3;
    byte[] from = bytes;
    int b = at;
    for (int i = offset; i < offset + n; i += 8) {
      long word = (long) LONG.get(from, b);
      into[i] = word & mask;
      into[i + 1] = (word >>>= width) & mask;
      into[i + 2] = (word >>>= width) & mask;
      into[i + 3] = (word >>>= width) & mask;
      word = (long) LONG.get(from, b + a4) >>> s4;
      into[i + 4] = word & mask;
      into[i + 5] = (word >>>= width) & mask;
      into[i + 6] = (word >>>= width) & mask;
      into[i + 7] = (word >>>= width) & mask;
      b += width;
    }
  }

  private void twoAWord(int width, long mask, long[] into, int offset, int n) {
    int s2 = 2 * width & 7;
    int s4 = 4 * width & 7;
    int s6 = 6 * width & 7;
    int a2 = 2 * width >>> 3;
    int a4 = 4 * width >>> 3;
    int a6 = 6 * width >>> 3;
    byte[] from = bytes;
    int b = at;
    for (int i = offset; i < offset + n; i += 8) {
      long word = (long) LONG.get(from, b);
      into[i] = word & mask;
      into[i + 1] = (word >>> width) & mask;
      word = (long) LONG.get(from, b + a2) >>> s2;
      into[i + 2] = word & mask;
      into[i + 3] = (word >>> width) & mask;
      word = (long) LONG.get(from, b + a4) >>> s4;
      into[i + 4] = word & mask;
      into[i + 5] = (word >>> width) & mask;
      word = (long) LONG.get(from, b + a6) >>> s6;
      into[i + 6] = word & mask;
      into[i + 7] = (word >>> width) & mask;
      b += width;
    }
  }

  private void oneAWord(int width, long mask, long[] into, int offset, int n) {
    int s1 = width & 7;
    int s2 = 2 * width & 7;
    int s3 = 3 * width & 7;
    int s4 = 4 * width & 7;
    int s5 = 5 * width & 7;
    int s6 = 6 * width & 7;
    int s7 = 7 * width & 7;
    int a1 = width >>> 3;
    int a2 = 2 * width >>> 3;
    int a3 = 3 * width >>> 3;
    int a4 = 4 * width >>> 3;
    int a5 = 5 * width >>> 3;
    int a6 = 6 * width >>> 3;
    int a7 = 7 * width >>> 3;
    byte[] from = bytes;
    int b = at;
    for (int i = offset; i < offset + n; i += 8) {
      into[i] = (long) LONG.get(from, b) & mask;
      into[i + 1] = ((long) LONG.get(from, b + a1) >>> s1) & mask;
      into[i + 2] = ((long) LONG.get(from, b + a2) >>> s2) & mask;
      into[i + 3] = ((long) LONG.get(from, b + a3) >>> s3) & mask;
      into[i + 4] = ((long) LONG.get(from, b + a4) >>> s4) & mask;
      into[i + 5] = ((long) LONG.get(from, b + a5) >>> s5) & mask;
      into[i + 6] = ((long) LONG.get(from, b + a6) >>> s6) & mask;
      into[i + 7] = ((long) LONG.get(from, b + a7) >>> s7) & mask;
      b += width;
    }
  }
}
