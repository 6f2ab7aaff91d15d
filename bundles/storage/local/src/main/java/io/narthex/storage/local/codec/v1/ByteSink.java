// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte array that is written from its front; numbers are little-endian.
 *
 * <p>A varint has seven bits of the number in each byte, the low ones first; the high bit of a byte
 * is set when another one follows. A zigzag varint is the varint of {@code value << 1 ^ value >>
 * 63}: 0, -1, 1, -2 ... become 0, 1, 2, 3 ... Both take ten bytes at most.
 */
public final class ByteSink {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  /** An empty sink with room. */
  public ByteSink(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** Appends a byte. */
  public void put(int b) {
    room(1);
    bytes[size++] = (byte) b;
  }

  /** Appends bytes. */
  public void put(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, size, count);
    size += count;
  }

  /** Appends 8 bytes. */
  public void word(long value) {
    room(8);
    LONG.set(bytes, size, value);
    size += 8;
  }

  /** Appends the low {@code count} bytes of a word, at most 8. */
  public void bytes(long value, int count) {
    room(8);
    LONG.set(bytes, size, value);
    size += count;
  }

  /** Appends 4 bytes. */
  public void int32(int value) {
    room(4);
    INT.set(bytes, size, value);
    size += 4;
  }

  /** Overwrites a byte. */
  public void setByte(int at, int value) {
    bytes[at] = (byte) value;
  }

  /** Overwrites 4 bytes. */
  public void setInt32(int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Overwrites 8 bytes. */
  public void setWord(int at, long value) {
    LONG.set(bytes, at, value);
  }

  /** Appends an unsigned varint. */
  public void varint(long value) {
    room(10);
    long v = value;
    while ((v & ~0x7fL) != 0) {
      bytes[size++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    bytes[size++] = (byte) v;
  }

  /** Appends a signed varint: 0, -1, 1, -2 ... become 0, 1, 2, 3 ... */
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** Returns how many bytes were written. */
  public int size() {
    return size;
  }

  /** Forgets what was written from a position on. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Returns the bytes; only the first {@link #size} count, and only until the next write. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the bytes as an array of their own. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
