// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.note.v1;

import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.codec.v1.ByteSource;
import java.nio.charset.StandardCharsets;

/** Texts in notes: the count of bytes as a varint, then UTF-8. */
final class NoteTexts {

  private NoteTexts() {}

  static void write(ByteSink into, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    into.varint(utf8.length);
    into.put(utf8, 0, utf8.length);
  }

  static String read(ByteSource from) {
    byte[] utf8 = new byte[(int) from.varint()];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = (byte) from.get();
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
