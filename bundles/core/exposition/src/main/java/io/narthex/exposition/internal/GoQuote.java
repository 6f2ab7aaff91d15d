// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import java.nio.charset.StandardCharsets;

/** Quotes bytes for error messages as Go's {@code %q} does, so that messages read as upstream's. */
public final class GoQuote {

  private static final String HEX = "0123456789abcdef";

  private GoQuote() {}

  /** Quotes a text. */
  public static String quote(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return quote(bytes, 0, bytes.length);
  }

  /** Quotes a range of bytes; what is no UTF-8 is shown in hexadecimal. */
  public static String quote(byte[] b, int from, int to) {
    StringBuilder out = new StringBuilder(to - from + 2).append('"');
    int i = from;
    while (i < to) {
      int length = Utf8.sequenceLength(b, i, to);
      if (length == 0) {
        hex(out, b[i]);
        i++;
        continue;
      }
      int c = length == 1 ? b[i] : new String(b, i, length, StandardCharsets.UTF_8).codePointAt(0);
      append(out, c);
      i += length;
    }
    return out.append('"').toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (c < ' ' || c == 0x7f) {
          hex(out, (byte) c);
        } else if (printable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x10000) {
          out.append(String.format("\\u%04x", c));
        } else {
          out.append(String.format("\\U%08x", c));
        }
      }
    }
  }

  private static boolean printable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void hex(StringBuilder out, byte b) {
    out.append("\\x").append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
  }
}
