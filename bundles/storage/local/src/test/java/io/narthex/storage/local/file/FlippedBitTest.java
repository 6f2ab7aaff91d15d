// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FlippedBitTest {

  private static final int FROM = 3;

  /** Random bytes, with the checksum of those from {@link #FROM} on somewhere. */
  private static byte[] filled(Random random, int length, int checksumAt) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    CRC32C crc = new CRC32C();
    if (checksumAt < FROM) {
      crc.update(bytes, FROM + 4, length - FROM - 4);
    } else {
      crc.update(bytes, FROM, checksumAt - FROM);
      crc.update(bytes, checksumAt + 4, length - checksumAt - 4);
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(checksumAt, (int) crc.getValue());
    return bytes;
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
  }

  @Test
  void any_single_bit_is_put_right_and_two_never() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int length : new int[] {12, 13, 64, 300}) {
      for (int checksumAt : new int[] {0, FROM, FROM + 5, length - 4}) {
        int from = checksumAt < FROM ? FROM + 4 : FROM;
        byte[] good = filled(random, length, checksumAt);
        byte[] same = good.clone();
        assertThat(FlippedBit.mend(same, from, length, checksumAt)).isTrue();
        assertThat(same).isEqualTo(good);
        for (int bit = from * 8; bit < length * 8; bit++) {
          String what = "seed " + seed + ", bit " + bit + " of " + length + " bytes";
          byte[] bytes = good.clone();
          flip(bytes, bit);
          assertThat(FlippedBit.mend(bytes, from, length, checksumAt)).as(what).isTrue();
          assertThat(bytes).as(what).isEqualTo(good);
          int other = random.nextInt(from * 8, length * 8);
          if (other != bit) {
            flip(bytes, bit);
            flip(bytes, other);
            byte[] wrong = bytes.clone();
            assertThat(FlippedBit.mend(bytes, from, length, checksumAt)).as(what).isFalse();
            assertThat(bytes).as(what).isEqualTo(wrong);
          }
        }
      }
    }
  }

  @Test
  void a_length_is_the_one_that_agrees() {
    assertThat(FlippedBit.mendedLength(100 ^ 1 << 31, length -> length == 100)).isEqualTo(100);
    assertThat(FlippedBit.mendedLength(101, length -> length == 100)).isEqualTo(100);
    assertThat(FlippedBit.mendedLength(103, length -> length == 100)).isNegative();
  }
}
