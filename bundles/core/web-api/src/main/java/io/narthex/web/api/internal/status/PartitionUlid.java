// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.status;

import io.narthex.spi.storage.StoragePartition;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The ULID under which a part of the storage is shown to clients that expect one: 48 bits of time,
 * the part's first millisecond, and 80 bits that follow from its name.
 */
final class PartitionUlid {

  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private PartitionUlid() {}

  static String of(StoragePartition partition) {
    UUID hash = UUID.nameUUIDFromBytes(partition.name().getBytes(StandardCharsets.UTF_8));
    long time = Math.max(0, partition.minTimeMs());
    byte[] bits =
        ByteBuffer.allocate(16)
            .putShort((short) (time >>> 32))
            .putInt((int) time)
            .putShort((short) hash.getMostSignificantBits())
            .putLong(hash.getLeastSignificantBits())
            .array();
    BigInteger number = new BigInteger(1, bits);
    char[] text = new char[26];
    for (int i = 25; i >= 0; i--) {
      text[i] = DIGITS.charAt(number.intValue() & 31);
      number = number.shiftRight(5);
    }
    return new String(text);
  }
}
