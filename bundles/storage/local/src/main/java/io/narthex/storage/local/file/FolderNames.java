// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The names of the files in a folder, which a power cut can take though the files are safe. */
public final class FolderNames {

  private FolderNames() {}

  /** Makes the names in a folder safe against a power cut, where the system can. */
  public static void force(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      FileChannel channel;
      try {
        channel = FileChannel.open(folder, StandardOpenOption.READ);
      } catch (IOException e) {
        // Some systems do not open folders; their names are safe by other means.
        return;
      }
      try (channel) {
        channel.force(true);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes the name of a file safe against a power cut, where the system can. */
  public static void forceOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      force(folder);
    }
  }
}
