// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.wal.v1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** The numbers that writer and reader of the log agree on. See {@link WalWriter}. */
final class WalFormat {

  static final long MAGIC = 0x0000004c4157584eL;
  static final int VERSION = 1;
  static final int HEADER = 24;
  static final int RECORD_HEADER_WORDS = 3;
  static final int MAX_RECORD_WORDS = 1 << 26;

  static final int BLOCK = 1;
  static final int COLUMNS = 2;
  static final int ROWS = 3;

  private WalFormat() {}

  static Path file(Path folder, long segment) {
    return folder.resolve(String.format("%08d.nxw", segment));
  }

  static ByteBuffer header(long segment) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(segment);
    header.putInt(12, headerCrc(header));
    return header.flip();
  }

  static int headerCrc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, 12);
    crc.update(header.array(), 16, 8);
    return (int) crc.getValue();
  }
}
