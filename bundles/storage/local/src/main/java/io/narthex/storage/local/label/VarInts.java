// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

/** Writes ints of variable length: seven bits a byte, low bits first, the high bit means "more". */
final class VarInts {

  private VarInts() {}

  /** Writes an unsigned int and returns the position behind it; takes at most five bytes. */
  static int write(byte[] into, int at, int value) {
    int p = at;
    int v = value;
    while ((v & ~0x7f) != 0) {
      into[p++] = (byte) (v | 0x80);
      v >>>= 7;
    }
    into[p++] = (byte) v;
    return p;
  }
}
