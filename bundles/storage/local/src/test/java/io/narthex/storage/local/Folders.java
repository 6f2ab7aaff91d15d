// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies data folders. */
final class Folders {

  private Folders() {}

  /** Copies a folder, which an engine may have open: what goes meanwhile is passed over. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path at = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(at);
        } else if (Files.exists(file)) {
          Files.copy(file, at);
        }
      }
    }
  }
}
