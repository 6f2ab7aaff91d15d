// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Makes chunk files as programs wrote them before blocks had a second sum at their end. */
final class OlderBlocks {

  private static final int HEADER = 16;
  private static final int HEAD = 72;
  private static final int BLOCK = 2;
  private static final int CHECKED_BLOCK = 3;

  private OlderBlocks() {}

  /** Returns what a whole chunk file would have been. */
  static byte[] of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(file.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(file, 0, HEADER);
    Map<Long, Long> moved = new HashMap<>();
    int at = HEADER;
    while (at < file.length) {
      int length = in.getInt(at + 4);
      int to = out.position();
      moved.put((long) at, (long) to);
      boolean checked = in.getInt(at + 16) == CHECKED_BLOCK;
      out.put(file, at, checked ? length - 4 : length);
      if (checked) {
        out.putInt(to + 4, length - 4);
        out.putInt(to + 16, BLOCK);
        out.putLong(to + 64, moved.get(in.getLong(at + 64)));
        out.putInt(to + 12, crc(out.array(), to + HEAD, out.position()));
        out.putInt(to + 8, crc(out.array(), to + 12, to + HEAD));
      }
      at += length;
    }
    byte[] made = new byte[out.position()];
    out.get(0, made);
    return made;
  }

  private static int crc(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }
}
