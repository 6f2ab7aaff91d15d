// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import org.jspecify.annotations.Nullable;

/** Which request bodies are taken: protocol buffers of remote write 1.0 in a snappy block. */
final class ContentTypes {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String VERSION_1 = "prometheus.WriteRequest";
  private static final String VERSION_2 = "io.prometheus.write.v2.Request";

  private ContentTypes() {}

  /**
   * Checks the headers of a request.
   *
   * @throws BadRequestException with status 415, in upstream's words
   */
  static void check(@Nullable String contentType, @Nullable String contentEncoding)
      throws BadRequestException {
    if (contentEncoding != null
        && !contentEncoding.isEmpty()
        && !contentEncoding.equals("snappy")) {
      throw unsupported(
          contentEncoding
              + " encoding (compression) is not accepted by this server; only snappy is"
              + " acceptable");
    }
    if (contentType == null || contentType.isBlank()) {
      return;
    }
    String[] parts = contentType.strip().split(";", -1);
    if (!parts[0].equals(PROTOBUF)) {
      throw unsupported(
          "expected "
              + PROTOBUF
              + " as the first (media) part, got "
              + contentType.strip()
              + " content-type");
    }
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", -1);
      if (pair.length != 2) {
        throw unsupported(
            "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be"
                + " key-values, got "
                + parts[i]
                + " in "
                + contentType.strip()
                + " content-type");
      }
      if (pair[0].equals("proto")) {
        message(pair[1], contentType.strip());
        return;
      }
    }
  }

  private static void message(String message, String contentType) throws BadRequestException {
    if (message.equals(VERSION_2)) {
      throw unsupported(
          VERSION_2
              + " protobuf message is not accepted by this server; only accepts "
              + VERSION_1);
    }
    if (!message.equals(VERSION_1)) {
      throw unsupported(
          "got "
              + contentType
              + " content type; unknown type for remote write protobuf message "
              + message
              + ", supported: "
              + VERSION_1);
    }
  }

  private static BadRequestException unsupported(String message) {
    return new BadRequestException(415, message);
  }
}
