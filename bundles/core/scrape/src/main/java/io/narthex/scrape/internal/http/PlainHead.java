// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What matters of the head of an HTTP/1.1 answer.
 *
 * @param status the status, 200 for instance
 * @param contentType the header, or empty
 * @param contentEncoding the header, or empty
 * @param length the body's bytes, or -1 when it is not said
 * @param chunked whether the body comes in chunks
 * @param keepAlive whether the connection can be used again
 * @param complete whether the body was taken whole; otherwise it was too large
 */
record PlainHead(
    int status,
    String contentType,
    String contentEncoding,
    long length,
    boolean chunked,
    boolean keepAlive,
    boolean complete) {

  static final int OK = 200;

  /** Has no body, and so says no length. */
  static final int NO_CONTENT = 204;

  private static final int STATUS_AT = "HTTP/1.1 ".length();

  /**
   * Returns the position behind the empty line that ends a head, or -1 when it is not there yet.
   */
  static int end(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] != '\n') {
        continue;
      }
      if (i + 1 < to && b[i + 1] == '\n') {
        return i + 2;
      }
      if (i + 2 < to && b[i + 1] == '\r' && b[i + 2] == '\n') {
        return i + 3;
      }
    }
    return -1;
  }

  /**
   * Reads a head that ends at a position.
   *
   * @throws IOException when it is no head of HTTP/1
   */
  static PlainHead parse(byte[] b, int end) throws IOException {
    String[] lines = new String(b, 0, end, StandardCharsets.ISO_8859_1).split("\n");
    String first = lines[0].strip();
    int status = status(first);
    boolean keep = first.startsWith("HTTP/1.1");
    String type = "";
    String encoding = "";
    long length = -1;
    boolean chunked = false;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (lines[i].isBlank()) {
        continue;
      }
      if (colon <= 0) {
        throw notHttp(lines[i]);
      }
      String value = lines[i].substring(colon + 1).strip();
      switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-type" -> type = type.isEmpty() ? value : type;
        case "content-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
        case "content-length" -> length = length(value);
        case "transfer-encoding" -> {
          chunked = value.equalsIgnoreCase("chunked");
          if (!chunked && !value.equalsIgnoreCase("identity")) {
            throw new IOException("the answer has the transfer encoding " + value);
          }
        }
        case "connection" -> {
          String word = value.toLowerCase(Locale.ROOT);
          keep = word.contains("keep-alive") || (keep && !word.contains("close"));
        }
        default -> {}
      }
    }
    return new PlainHead(status, type, encoding, chunked ? -1 : length, chunked, keep, true);
  }

  private static int status(String line) throws IOException {
    boolean sound =
        line.startsWith("HTTP/1.")
            && line.length() >= STATUS_AT + 3
            && line.charAt(STATUS_AT - 1) == ' ';
    for (int i = STATUS_AT; sound && i < STATUS_AT + 3; i++) {
      sound = line.charAt(i) >= '0' && line.charAt(i) <= '9';
    }
    if (!sound) {
      throw notHttp(line);
    }
    return Integer.parseInt(line, STATUS_AT, STATUS_AT + 3, 10);
  }

  private static long length(String value) throws IOException {
    try {
      long length = Long.parseLong(value);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new IOException("the answer has the Content-Length " + value, e);
    }
    throw new IOException("the answer has the Content-Length " + value);
  }

  private static IOException notHttp(String line) {
    String shown = line.length() > 60 ? line.substring(0, 60) + "…" : line;
    return new IOException(
        "the answer is not HTTP (\"" + shown + "\"); perhaps the scheme must be https");
  }

  /** Returns the head of an answer whose body was larger than allowed. */
  PlainHead tooLarge() {
    return new PlainHead(status, contentType, contentEncoding, length, chunked, false, false);
  }

  /** Returns whether the answer leads elsewhere. */
  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
