// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads quoted texts as Go and PromQL write them. */
final class GoQuotes {

  private GoQuotes() {}

  /**
   * Returns the text within the quotes, with escapes resolved; back quotes know no escapes.
   *
   * @throws IllegalArgumentException when the quotes or an escape are wrong
   */
  static String unquote(String quoted) {
    int end = quoted.length() - 1;
    char quote = quoted.isEmpty() ? 0 : quoted.charAt(0);
    if (end < 1 || "\"'`".indexOf(quote) < 0 || quoted.charAt(end) != quote) {
      throw new IllegalArgumentException("not a quoted text: " + quoted);
    }
    if (quote == '`') {
      return quoted.substring(1, end);
    }
    // Octal and hexadecimal escapes are bytes, so the text is put together in UTF-8.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 1;
    while (i < end) {
      int c = quoted.codePointAt(i);
      if (c == quote) {
        throw new IllegalArgumentException("a quote within the text: " + quoted);
      }
      if (c != '\\') {
        append(out, c);
        i += Character.charCount(c);
        continue;
      }
      i = escape(quoted, i + 1, end, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int escape(String quoted, int at, int end, ByteArrayOutputStream out) {
    char kind = at < end ? quoted.charAt(at) : 0;
    int simple = "abfnrtv\\'\"".indexOf(kind);
    if (simple >= 0) {
      out.write("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
      return at + 1;
    }
    return switch (kind) {
      case 'x' -> number(quoted, at + 1, 2, 16, true, out);
      case 'u' -> number(quoted, at + 1, 4, 16, false, out);
      case 'U' -> number(quoted, at + 1, 8, 16, false, out);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> number(quoted, at, 3, 8, true, out);
      default -> throw new IllegalArgumentException("unknown escape in " + quoted);
    };
  }

  private static int number(
      String quoted, int at, int digits, int radix, boolean oneByte, ByteArrayOutputStream out) {
    try {
      int code = Integer.parseInt(quoted, at, at + digits, radix);
      if (oneByte) {
        out.write(code);
      } else {
        append(out, code);
      }
      return at + digits;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("a wrong escape in " + quoted, e);
    }
  }

  private static void append(ByteArrayOutputStream out, int codePoint) {
    out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
  }
}
