// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import java.util.zip.DataFormatException;

/** The frame around deflated data, by RFC 1952. */
final class GzipHeader {

  /** The bytes behind the data: a checksum and a length. */
  static final int TRAILER = 8;

  private static final int FIXED = 10;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private GzipHeader() {}

  /** Returns where the deflated data begins. */
  static int skip(byte[] bytes, int from, int end) throws DataFormatException {
    if (from + FIXED > end
        || bytes[from] != 0x1f
        || bytes[from + 1] != (byte) 0x8b
        || bytes[from + 2] != 8) {
      throw new DataFormatException("it has no gzip header");
    }
    int flags = bytes[from + 3];
    int at = from + FIXED;
    if ((flags & EXTRA) != 0) {
      if (at + 2 > end) {
        throw new DataFormatException("its header ends too early");
      }
      at += 2 + (bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8);
    }
    if ((flags & NAME) != 0) {
      at = behindZero(bytes, at, end);
    }
    if ((flags & COMMENT) != 0) {
      at = behindZero(bytes, at, end);
    }
    if ((flags & HEADER_CRC) != 0) {
      at += 2;
    }
    if (at > end) {
      throw new DataFormatException("its header ends too early");
    }
    return at;
  }

  private static int behindZero(byte[] bytes, int from, int end) throws DataFormatException {
    for (int i = from; i < end; i++) {
      if (bytes[i] == 0) {
        return i + 1;
      }
    }
    throw new DataFormatException("its header ends too early");
  }
}
