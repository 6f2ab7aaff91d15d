// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import java.security.SecureRandom;

/**
 * Names of blocks: 48 bits of milliseconds and 80 random bits, in 26 characters of Crockford's base
 * 32, so that names sort by the time they were made.
 */
final class Ulid {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ulid() {}

  static String next() {
    long time = System.currentTimeMillis();
    char[] text = new char[26];
    for (int i = 9; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (time & 31));
      time >>>= 5;
    }
    for (int i = 10; i < text.length; i++) {
      text[i] = ALPHABET.charAt(RANDOM.nextInt(32));
    }
    return new String(text);
  }
}
