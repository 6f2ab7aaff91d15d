// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/** Reads and decompresses request bodies into arrays that are used again. */
final class RequestBody {

  /** The most bytes of a body, compressed and decompressed. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  private byte[] compressed = new byte[16 * 1024];
  private byte[] message = new byte[64 * 1024];
  private int length;

  /** Reads a body to its end and decompresses it. */
  void read(InputStream in) throws IOException, BadRequestException {
    int size = 0;
    for (int n = 0; n >= 0; n = in.read(compressed, size, compressed.length - size)) {
      size += n;
      if (size > MAX_BYTES) {
        throw new BadRequestException(
            413, "request body exceeds the " + MAX_BYTES + " bytes limit");
      }
      if (size == compressed.length) {
        compressed = Arrays.copyOf(compressed, size * 2);
      }
    }
    length = decompressedLength(size);
    if (length > MAX_BYTES) {
      throw new BadRequestException("decoded size exceeds the " + MAX_BYTES + " bytes limit");
    }
    if (message.length < length) {
      message = new byte[Math.max(length, message.length * 2)];
    }
    try {
      // Checks as it goes, and writes no more than the length above.
      Snappy.uncompress(compressed, 0, size, message, 0);
    } catch (IOException e) {
      throw new BadRequestException("snappy: corrupt input");
    }
  }

  /** Reads the varint at the beginning of a snappy block. */
  private int decompressedLength(int size) throws BadRequestException {
    long value = 0;
    for (int i = 0; i < Math.min(size, 5); i++) {
      value |= (long) (compressed[i] & 0x7F) << 7 * i;
      if (compressed[i] >= 0) {
        return (int) Math.min(value, Integer.MAX_VALUE);
      }
    }
    throw new BadRequestException("snappy: corrupt input");
  }

  /** Returns the array that holds the message. */
  byte[] message() {
    return message;
  }

  /** Returns the message's length. */
  int length() {
    return length;
  }

  /** Returns how many bytes are held for the next request. */
  int capacity() {
    return compressed.length + message.length;
  }
}
