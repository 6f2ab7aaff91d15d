// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Texts that escapes may have made of any bytes. A byte that is not part of a character becomes a
 * lone low surrogate, so that it is neither lost nor taken for a character.
 */
public final class Utf8 {

  private static final int STRAY = 0xDC00;

  private Utf8() {}

  /** Reads bytes as UTF-8, keeping stray ones. */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        break;
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (STRAY + (in.get() & 0xFF)));
      }
      decoder.reset();
    }
    return out.flip().toString();
  }

  /** Returns whether the code point stands for a stray byte. */
  static boolean isStrayByte(int codePoint) {
    return codePoint >= STRAY + 0x80 && codePoint <= STRAY + 0xFF;
  }

  /** Returns the byte that the code point stands for. */
  static int strayByte(int codePoint) {
    return codePoint - STRAY;
  }

  /** Returns whether the text can be a label's name: not empty, and all characters. */
  public static boolean isValidName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
