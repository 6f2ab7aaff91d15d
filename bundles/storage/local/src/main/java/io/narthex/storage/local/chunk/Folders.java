// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import io.narthex.storage.local.file.Aside;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What is done with whole folders of chunk files. */
final class Folders {

  private Folders() {}

  /** Makes a file safe against a power cut. */
  static void forceFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Deletes a folder with the files in it. */
  static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        Files.delete(path);
      }
    }
    Files.delete(folder);
  }

  /** Deletes a folder, but moves damaged files in it beside it. */
  static void deleteButDamaged(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + Aside.DAMAGED + "*")) {
      for (Path path : all) {
        Files.move(
            path,
            folder.resolveSibling(folder.getFileName() + "-" + path.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    delete(folder);
  }
}
