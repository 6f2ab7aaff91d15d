// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A small file in a buffer that is reused, read line by line and word by word. Words are separated
 * by blanks; numbers are read without making texts of them.
 */
final class TextCursor {

  /** Kernel tables beyond this are a mistake, for instance a configured path to a disk image. */
  private static final int MAX_BYTES = 64 << 20;

  private byte[] buffer = new byte[8192];
  private int length;
  private String path = "";
  private int lineStart;
  private int lineEnd;
  private int pos;
  private int nextLine;

  /** Reads a file from its beginning to its end. */
  TextCursor open(String file) throws IOException {
    path = file;
    length = 0;
    try (FileInputStream in = new FileInputStream(file)) {
      int n;
      while ((n = in.read(buffer, length, buffer.length - length)) > 0) {
        length += n;
        if (length == buffer.length) {
          if (length >= MAX_BYTES) {
            throw new IOException(file + ": longer than " + MAX_BYTES + " bytes");
          }
          buffer = Arrays.copyOf(buffer, 2 * length);
        }
      }
    }
    lineStart = 0;
    lineEnd = 0;
    pos = 0;
    nextLine = 0;
    return this;
  }

  /** Goes to the next line; false when there is none. */
  boolean nextLine() {
    if (nextLine >= length) {
      return false;
    }
    lineStart = nextLine;
    pos = lineStart;
    int i = lineStart;
    while (i < length && buffer[i] != '\n') {
      i++;
    }
    lineEnd = i;
    nextLine = i + 1;
    return true;
  }

  /** Skips blanks, and returns whether the line has more. */
  boolean hasWord() {
    while (pos < lineEnd && isBlank(buffer[pos])) {
      pos++;
    }
    return pos < lineEnd;
  }

  /** Returns whether the line starts with a text. */
  boolean lineStartsWith(String text) {
    if (lineEnd - lineStart < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (buffer[lineStart + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the next word, or an empty text at the end of the line. */
  String word() {
    hasWord();
    int from = pos;
    while (pos < lineEnd && !isBlank(buffer[pos])) {
      pos++;
    }
    return text(from, pos);
  }

  void skipWords(int count) {
    for (int k = 0; k < count && hasWord(); k++) {
      while (pos < lineEnd && !isBlank(buffer[pos])) {
        pos++;
      }
    }
  }

  /** Skips bytes of the line, for instance a prefix that was tested. */
  void skip(int bytes) {
    pos = Math.min(lineEnd, pos + bytes);
  }

  /** Reads up to a character, which is skipped; the whole rest when it is not there. */
  String until(char end) {
    hasWord();
    int from = pos;
    while (pos < lineEnd && buffer[pos] != end) {
      pos++;
    }
    String text = text(from, pos);
    if (pos < lineEnd) {
      pos++;
    }
    return text;
  }

  /** Returns what is left of the line, without blanks around it. */
  String rest() {
    hasWord();
    int to = lineEnd;
    while (to > pos && isBlank(buffer[to - 1])) {
      to--;
    }
    String text = text(pos, to);
    pos = lineEnd;
    return text;
  }

  /** Returns the whole line. */
  String line() {
    return text(lineStart, lineEnd);
  }

  /** Reads the next word as a decimal number, which may be unsigned and 64 bits wide. */
  double number() throws IOException {
    hasWord();
    boolean negative = pos < lineEnd && buffer[pos] == '-';
    int from = pos;
    if (negative) {
      pos++;
    }
    int first = pos;
    long value = 0;
    while (pos < lineEnd && buffer[pos] >= '0' && buffer[pos] <= '9') {
      value = value * 10 + (buffer[pos] - '0');
      pos++;
    }
    if (pos == first) {
      throw notANumber(from);
    }
    if (pos < lineEnd && buffer[pos] == '.') {
      pos++;
      while (pos < lineEnd && buffer[pos] >= '0' && buffer[pos] <= '9') {
        pos++;
      }
      return Double.parseDouble(text(from, pos));
    }
    if (pos - first > 19 || value < 0) {
      return Double.parseDouble(text(from, pos));
    }
    return negative ? -value : value;
  }

  /** Reads the next word as a hexadecimal number without a prefix. */
  long hex() throws IOException {
    hasWord();
    int from = pos;
    long value = 0;
    while (pos < lineEnd && Character.digit(buffer[pos], 16) >= 0) {
      value = value << 4 | Character.digit(buffer[pos], 16);
      pos++;
    }
    if (pos == from) {
      throw notANumber(from);
    }
    return value;
  }

  private IOException notANumber(int from) {
    int line = 1;
    for (int i = 0; i < lineStart; i++) {
      line += buffer[i] == '\n' ? 1 : 0;
    }
    int to = from;
    while (to < lineEnd && !isBlank(buffer[to])) {
      to++;
    }
    return new IOException(
        path
            + ":"
            + line
            + ":"
            + (from - lineStart + 1)
            + ": expected a number, found \""
            + text(from, to)
            + "\"");
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  /** Returns the whole content without blanks and line feeds around it. */
  String content() {
    int from = 0;
    int to = length;
    while (from < to && (isBlank(buffer[from]) || buffer[from] == '\n')) {
      from++;
    }
    while (to > from
        && (isBlank(buffer[to - 1]) || buffer[to - 1] == '\n' || buffer[to - 1] == 0)) {
      to--;
    }
    return text(from, to);
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t';
  }
}
