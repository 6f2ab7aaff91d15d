// SPDX-License-Identifier: Apache-2.0
package io.narthex.template.internal;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Go's literals. */
final class Literals {

  private static final String DIGITS = "[0-9](_?[0-9])*";
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(0[xX](_?[0-9a-fA-F])+|0[oO]?(_?[0-7])+|0[bB](_?[01])+|"
              + DIGITS
              + "|(("
              + DIGITS
              + ")?\\."
              + DIGITS
              + "|"
              + DIGITS
              + "\\.?)([eE][+-]?"
              + DIGITS
              + ")?|0[xX](_?[0-9a-fA-F])*\\.?(_?[0-9a-fA-F])*[pP][+-]?"
              + DIGITS
              + ")i?");

  private Literals() {}

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** Returns the value of a quoted or raw string, or null when an escape is none. */
  static @Nullable String unquote(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    if (literal.charAt(0) == '`') {
      return inner.replace("\r", "");
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < inner.length()) {
      char c = inner.charAt(i++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      if (i == inner.length()) {
        return null;
      }
      i = escape(inner, i, out);
      if (i < 0) {
        return null;
      }
    }
    return out.toString();
  }

  /** Appends what the escape at a place stands for; returns where it ends, or -1. */
  private static int escape(String text, int at, StringBuilder out) {
    char c = text.charAt(at);
    switch (c) {
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case '\\', '"', '\'' -> out.append(c);
      case 'x' -> {
        return code(text, at + 1, 2, 16, true, out);
      }
      case 'u' -> {
        return code(text, at + 1, 4, 16, false, out);
      }
      case 'U' -> {
        return code(text, at + 1, 8, 16, false, out);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return code(text, at, 3, 8, true, out);
      }
      default -> {
        return -1;
      }
    }
    return at + 1;
  }

  private static int code(
      String text, int at, int length, int radix, boolean singleByte, StringBuilder out) {
    if (at + length > text.length()) {
      return -1;
    }
    long value;
    try {
      value = Long.parseLong(text.substring(at, at + length), radix);
    } catch (NumberFormatException e) {
      return -1;
    }
    if (singleByte) {
      if (value > 255) {
        return -1;
      }
      out.append(new String(new byte[] {(byte) value}, StandardCharsets.ISO_8859_1));
    } else {
      if (!Character.isValidCodePoint((int) value) || value > Character.MAX_CODE_POINT) {
        return -1;
      }
      out.appendCodePoint((int) value);
    }
    return at + length;
  }
}
