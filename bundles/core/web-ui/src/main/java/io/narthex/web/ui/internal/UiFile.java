// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.ui.internal;

import java.util.Locale;
import java.util.Map;

/**
 * One file of the built app.
 *
 * @param path where it lies in the app and below the server's root, without a slash at the front
 * @param size bytes
 * @param packedSize bytes of the gzip-compressed copy beside it, or -1 when there is none
 * @param hash SHA-256 of its content, in hexadecimal digits
 */
record UiFile(String path, int size, int packedSize, String hash) {

  /** Folder of files whose name changes with their content. */
  private static final String HASHED = "assets/";

  private static final int SHORT_HASH = 32;

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "md", "text/plain; charset=utf-8");

  UiFile {
    if (path.isEmpty() || path.startsWith("/")) {
      throw new IllegalArgumentException(
          "The path of a UI file is relative and not empty, but this one is \"" + path + "\".");
    }
    if (hash.length() < SHORT_HASH) {
      throw new IllegalArgumentException("The hash of the UI file " + path + " is too short.");
    }
  }

  /** Returns the Content-Type. */
  String type() {
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  /** Returns whether the file is an HTML page. */
  boolean isPage() {
    return path.endsWith(".html");
  }

  /**
   * Returns the Cache-Control. What is named after its content can be kept for ever; everything
   * else is asked for again, and answered by its ETag.
   */
  String cacheControl() {
    return path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache";
  }

  /** Returns whether there is a compressed copy. */
  boolean hasPacked() {
    return packedSize >= 0;
  }

  /** Returns the ETag, quotes included; the compressed copy has its own, as RFC 9110 asks. */
  String etag(boolean packed) {
    return '"' + hash.substring(0, SHORT_HASH) + (packed ? "-gzip" : "") + '"';
  }
}
