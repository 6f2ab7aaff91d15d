// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.json;

import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into a byte buffer and the buffer to a stream when it is full. Commas between
 * elements come by themselves. Not safe for several threads.
 *
 * <p>Texts are UTF-8 with the escapes of Go's encoder as the API uses it: quotes, backslashes and
 * control characters only; a lone surrogate becomes the replacement character.
 *
 * <p>The caller keeps the structure right: {@link #beginObject}, {@link #name} and a value for each
 * member, {@link #endObject}. What is malformed by the caller is not noticed here.
 */
public final class JsonStream implements AutoCloseable {

  private static final int CAPACITY = 64 * 1024;

  /** Enough for most answers; the buffer grows as more is written. */
  private static final int FIRST_CAPACITY = 4 * 1024;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final OutputStream out;
  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int length;

  /** Whether the next element needs a comma before it. */
  private boolean separate;

  /** Writes to a stream, which {@link #close} leaves open. */
  public JsonStream(OutputStream out) {
    this.out = out;
  }

  /** Begins an object, as an element or a member's value. */
  public JsonStream beginObject() throws IOException {
    return open('{');
  }

  /** Ends an object. */
  public JsonStream endObject() throws IOException {
    return shut('}');
  }

  /** Begins an array, as an element or a member's value. */
  public JsonStream beginArray() throws IOException {
    return open('[');
  }

  /** Ends an array. */
  public JsonStream endArray() throws IOException {
    return shut(']');
  }

  /** Writes a member's name; its value comes next. */
  public JsonStream name(String name) throws IOException {
    element();
    text(name);
    ensure(1);
    buffer[length++] = ':';
    separate = false;
    return this;
  }

  /** Writes a text. */
  public JsonStream value(String value) throws IOException {
    element();
    text(value);
    return this;
  }

  /** Writes a whole number. */
  public JsonStream value(long value) throws IOException {
    element();
    ensure(DecimalText.MAX_LENGTH);
    if (value < 0) {
      ascii(Long.toString(value));
    } else {
      length = DecimalText.writeLong(value, buffer, length);
    }
    return this;
  }

  /** Writes true or false. */
  public JsonStream value(boolean value) throws IOException {
    element();
    ensure(8);
    ascii(value ? "true" : "false");
    return this;
  }

  /** Writes null. */
  public JsonStream nullValue() throws IOException {
    element();
    ensure(8);
    ascii("null");
    return this;
  }

  /** Writes a finite number as a JSON number, in the digits of {@link DecimalText}. */
  public JsonStream number(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no number for " + value);
    }
    element();
    ensure(DecimalText.MAX_LENGTH);
    length = DecimalText.write(value, buffer, length);
    return this;
  }

  /** Writes a sample value: a text that holds the number. */
  public JsonStream sampleValue(double value) throws IOException {
    element();
    ensure(DecimalText.MAX_LENGTH + 2);
    buffer[length++] = '"';
    length = DecimalText.write(value, buffer, length);
    buffer[length++] = '"';
    return this;
  }

  /** Writes a timestamp given in milliseconds as a number of seconds. */
  public JsonStream timestamp(long timestampMs) throws IOException {
    element();
    ensure(TimestampTexts.MAX_LENGTH);
    length = TimestampTexts.write(timestampMs, buffer, length);
    return this;
  }

  /** Writes a timestamp that was rendered before. */
  public JsonStream timestamp(TimestampTexts times, int index) throws IOException {
    element();
    ensure(TimestampTexts.MAX_LENGTH);
    length = times.copy(index, buffer, length);
    return this;
  }

  /** Writes the pair {@code [time,"value"]} with a timestamp that was rendered before. */
  public JsonStream sample(TimestampTexts times, int index, double value) throws IOException {
    ensure(DecimalText.MAX_LENGTH + TimestampTexts.PAIR_LENGTH);
    byte[] bytes = buffer;
    int at = times.copyPair(index, separate, bytes, length);
    at = DecimalText.write(value, bytes, at);
    bytes[at++] = '"';
    bytes[at++] = ']';
    length = at;
    separate = true;
    return this;
  }

  /** Writes labels as an object. */
  public JsonStream labels(Labels labels) throws IOException {
    beginObject();
    for (int i = 0; i < labels.size(); i++) {
      name(labels.name(i)).value(labels.value(i));
    }
    return endObject();
  }

  /** Writes texts as an array. */
  public JsonStream texts(Iterable<String> texts) throws IOException {
    beginArray();
    for (String text : texts) {
      value(text);
    }
    return endArray();
  }

  /** Writes a member with a text, unless the text is null or empty. */
  public JsonStream member(String name, @Nullable String value) throws IOException {
    return value == null || value.isEmpty() ? this : name(name).value(value);
  }

  /** Gives the stream all that was written so far. */
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  /**
   * Gives the stream all that was written so far, without flushing it: a server that sees the end
   * of a short answer before it sends any of it can send it in one piece.
   */
  @Override
  public void close() throws IOException {
    drain();
  }

  private JsonStream open(char bracket) throws IOException {
    element();
    ensure(1);
    buffer[length++] = (byte) bracket;
    separate = false;
    return this;
  }

  private JsonStream shut(char bracket) throws IOException {
    ensure(1);
    buffer[length++] = (byte) bracket;
    separate = true;
    return this;
  }

  private void element() throws IOException {
    if (separate) {
      ensure(1);
      buffer[length++] = ',';
    }
    separate = true;
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
  }

  private void text(String text) throws IOException {
    ensure(1);
    buffer[length++] = '"';
    int n = text.length();
    for (int i = plain(text, 0); i < n; i = plain(text, i)) {
      ensure(6);
      char c = text.charAt(i++);
      if (isPlain(c)) {
        buffer[length++] = (byte) c;
      } else if (c < 0x80) {
        escape(c);
      } else if (Character.isHighSurrogate(c)
          && i < n
          && Character.isLowSurrogate(text.charAt(i))) {
        utf8(Character.toCodePoint(c, text.charAt(i++)));
      } else {
        utf8(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    ensure(1);
    buffer[length++] = '"';
  }

  /** Writes characters that need no escape as far as there is room; returns the index behind. */
  private int plain(String text, int from) {
    byte[] bytes = buffer;
    int at = length - from;
    int end = Math.min(text.length(), bytes.length - at);
    int i = from;
    while (i < end && isPlain(text.charAt(i))) {
      bytes[at + i] = (byte) text.charAt(i);
      i++;
    }
    length = at + i;
    return i;
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
  }

  private void escape(char c) {
    buffer[length++] = '\\';
    switch (c) {
      case '"', '\\' -> buffer[length++] = (byte) c;
      case '\n' -> buffer[length++] = 'n';
      case '\r' -> buffer[length++] = 'r';
      case '\t' -> buffer[length++] = 't';
      default -> {
        buffer[length++] = 'u';
        buffer[length++] = '0';
        buffer[length++] = '0';
        buffer[length++] = HEX[c >> 4];
        buffer[length++] = HEX[c & 15];
      }
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      buffer[length++] = (byte) (0xC0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        buffer[length++] = (byte) (0xE0 | codePoint >> 12);
      } else {
        buffer[length++] = (byte) (0xF0 | codePoint >> 18);
        buffer[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
      }
      buffer[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
    }
    buffer[length++] = (byte) (0x80 | codePoint & 0x3F);
  }

  private void ensure(int bytes) throws IOException {
    if (buffer.length - length < bytes) {
      if (buffer.length < CAPACITY) {
        buffer = Arrays.copyOf(buffer, 4 * buffer.length);
      } else {
        drain();
      }
    }
  }

  private void drain() throws IOException {
    if (length > 0) {
      out.write(buffer, 0, length);
      length = 0;
    }
  }
}
