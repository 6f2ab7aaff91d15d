// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Takes a body that comes in chunks apart, in the buffer in which it arrives: the data of the
 * chunks is moved together over the lines between them. For one body.
 */
final class ChunkedBody {

  /** Receives some more bytes into the buffer. */
  interface Source {

    /** Returns false when there are no more. */
    boolean fill() throws IOException;
  }

  private static final int MAX_LINE = 4096;

  private final BodyBuffer buffer;

  /** The data lies before here. */
  private int written;

  /** What was received and not looked at lies from here to the end. */
  private int read;

  /** Takes the buffer, which may hold the beginning of the body. */
  ChunkedBody(BodyBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Reads the body to its end.
   *
   * @return false when it is larger than allowed; it is not read to its end then
   * @throws IOException when it breaks the format or ends too early
   */
  boolean read(Source source) throws IOException {
    while (true) {
      long size = size(line(source));
      if (size == 0) {
        // Trailers, up to an empty line.
        while (!line(source).isEmpty()) {}
        buffer.received(written);
        return true;
      }
      if (written + size > buffer.limit()) {
        return false;
      }
      data(source, (int) size);
      if (!line(source).isEmpty()) {
        throw new IOException("a chunk of the body is longer than it says");
      }
    }
  }

  private void data(Source source, int size) throws IOException {
    int left = size;
    while (left > 0) {
      int here = Math.min(left, buffer.received() - read);
      byte[] b = buffer.room(0);
      System.arraycopy(b, read, b, written, here);
      written += here;
      read += here;
      left -= here;
      if (left > 0) {
        more(source);
      }
    }
  }

  /** Returns the next line without its end. */
  private String line(Source source) throws IOException {
    int scanned = read;
    while (true) {
      byte[] b = buffer.room(0);
      while (scanned < buffer.received() && b[scanned] != '\n') {
        scanned++;
      }
      if (scanned < buffer.received()) {
        int end = scanned > read && b[scanned - 1] == '\r' ? scanned - 1 : scanned;
        String line = new String(b, read, end - read, StandardCharsets.ISO_8859_1);
        read = scanned + 1;
        return line;
      }
      if (scanned - read > MAX_LINE) {
        throw new IOException("a line between the chunks of the body is too long");
      }
      int before = read;
      more(source);
      scanned -= before - read;
    }
  }

  private void more(Source source) throws IOException {
    if (read > written) {
      // Closes the gap, so that the buffer holds little more than the data.
      byte[] b = buffer.room(0);
      int rest = buffer.received() - read;
      System.arraycopy(b, read, b, written, rest);
      read = written;
      buffer.received(written + rest);
    }
    if (!source.fill()) {
      throw new EOFException();
    }
  }

  private static long size(String line) throws IOException {
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    try {
      long size = digits.length() > 15 ? -1 : Long.parseLong(digits, 16);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IOException("a chunk of the body has the length \"" + digits + "\"", e);
    }
    throw new IOException("a chunk of the body has the length \"" + digits + "\"");
  }
}
