// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;

/**
 * Finds the one bit that differs from what was written, by CRC32C, and puts it right.
 *
 * <p>The checksums of two byte strings of the same length differ by the checksum of their
 * difference, and of strings with a single bit set no two up to 2^31 bits have the same. So the
 * checksum that is stored and the one of what is there tell which bit it is, if it is one. Two
 * wrong bits, or any even number, are never taken for one: the polynomial has the factor x + 1.
 * Wrong ones in larger number may be, once in 2^32 divided by the bits that are covered: of long
 * strings whoever mends them checks the result by another sum.
 */
public final class FlippedBit {

  private static final int POLYNOMIAL = 0x82f63b78;
  private static final int NONE = -1;

  private FlippedBit() {}

  /**
   * Puts a bit right where all but one is as it was written.
   *
   * @param bytes changed when such a bit is found
   * @param from where begins what the checksum covers, its own four bytes excepted
   * @param to where that ends
   * @param checksumAt where the checksum is, little-endian, in there or before it
   * @return whether what is covered and the checksum agree now
   */
  public static boolean mend(byte[] bytes, int from, int to, int checksumAt) {
    boolean inside = checksumAt >= from;
    CRC32C crc = new CRC32C();
    if (inside) {
      crc.update(bytes, from, checksumAt - from);
      crc.update(bytes, checksumAt + 4, to - checksumAt - 4);
    } else {
      crc.update(bytes, from, to - from);
    }
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int difference = (int) crc.getValue() ^ all.getInt(checksumAt);
    if (Integer.bitCount(difference) <= 1) {
      // In the checksum, if at all.
      all.putInt(checksumAt, (int) crc.getValue());
      return true;
    }
    long covered = to - from - (inside ? 4L : 0);
    long behind = bitsBehind(difference, 8 * covered);
    if (behind == NONE) {
      return false;
    }
    int at = to - 1 - (int) (behind >>> 3);
    if (inside && at < checksumAt + 4) {
      at -= 4;
    }
    bytes[at] ^= (byte) (0x80 >>> (behind & 7));
    return true;
  }

  /** Returns how many bits come behind the one that makes such a difference. */
  private static long bitsBehind(int difference, long bits) {
    int ofBit = POLYNOMIAL;
    for (long behind = 0; behind < bits; behind++) {
      if (ofBit == difference) {
        return behind;
      }
      ofBit = ofBit >>> 1 ^ (POLYNOMIAL & -(ofBit & 1));
    }
    return NONE;
  }

  /**
   * Returns what a number was that says how much a checksum covers, which therefore cannot be
   * computed before: the one that differs by a bit and with which all agrees; -1 when there is
   * none.
   *
   * @param agrees whether a number is possible, and the checksum that of so much
   */
  public static int mendedLength(int wrong, IntPredicate agrees) {
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if (agrees.test(wrong ^ 1 << bit)) {
        return wrong ^ 1 << bit;
      }
    }
    return NONE;
  }

  /** Returns what to tell of a part of a file that was mended. */
  public static String told(Path file, long at, int length) {
    return file
        + ": a flipped bit was put right in the "
        + length
        + " bytes from byte "
        + at
        + " on";
  }

  /** Returns whether a number is another one, but for a bit at most. */
  public static boolean isNearly(int number, int other) {
    return Integer.bitCount(number ^ other) <= 1;
  }
}
