// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over names and contents of files, to see that one of them changed. */
final class FileHash {

  private final MessageDigest digest;

  FileHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void add(Path file, String content) {
    update(file.toString());
    update(content);
  }

  private void update(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    // No text holds this byte in UTF-8, so that contents cannot slide into names.
    digest.update((byte) 0xff);
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
