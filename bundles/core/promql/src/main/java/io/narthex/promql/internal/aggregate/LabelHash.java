// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.spi.model.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Prometheus' hash of a label set, on which limit_ratio depends: XXH64 over names and values, each
 * with its length in front (one byte, or 255 and three bytes).
 */
final class LabelHash {

  private static final long P1 = 0x9E3779B185EBCA87L;
  private static final long P2 = 0xC2B2AE3D27D4EB4FL;
  private static final long P3 = 0x165667B19E3779F9L;
  private static final long P4 = 0x85EBCA77C2B2AE63L;
  private static final long P5 = 0x27D4EB2F165667C5L;

  private LabelHash() {}

  /** Returns the hash as a fraction of its largest value. */
  static double fraction(Labels labels) {
    long h = hash(labels);
    double unsigned = (h >>> 1) * 2.0 + (h & 1);
    return unsigned / 0x1p64;
  }

  static long hash(Labels labels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      write(out, labels.name(i));
      write(out, labels.value(i));
    }
    return xxh64(out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int n = bytes.length;
    if (n < 255) {
      out.write(n);
    } else {
      out.write(255);
      out.write(n);
      out.write(n >> 8);
      out.write(n >> 16);
    }
    out.writeBytes(bytes);
  }

  static long xxh64(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    long h;
    if (data.length >= 32) {
      long a = P1;
      a += P2;
      long b = P2;
      long c = 0;
      long d = -P1;
      while (in.remaining() >= 32) {
        a = round(a, in.getLong());
        b = round(b, in.getLong());
        c = round(c, in.getLong());
        d = round(d, in.getLong());
      }
      h =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      h = mergeRound(h, a);
      h = mergeRound(h, b);
      h = mergeRound(h, c);
      h = mergeRound(h, d);
    } else {
      h = P5;
    }
    h += data.length;
    while (in.remaining() >= 8) {
      h ^= round(0, in.getLong());
      h = Long.rotateLeft(h, 27) * P1 + P4;
    }
    if (in.remaining() >= 4) {
      h ^= (in.getInt() & 0xFFFFFFFFL) * P1;
      h = Long.rotateLeft(h, 23) * P2 + P3;
    }
    while (in.hasRemaining()) {
      h ^= (in.get() & 0xFF) * P5;
      h = Long.rotateLeft(h, 11) * P1;
    }
    h ^= h >>> 33;
    h *= P2;
    h ^= h >>> 29;
    h *= P3;
    return h ^ (h >>> 32);
  }

  private static long round(long acc, long input) {
    return Long.rotateLeft(acc + input * P2, 31) * P1;
  }

  private static long mergeRound(long acc, long value) {
    return (acc ^ round(0, value)) * P1 + P4;
  }
}
