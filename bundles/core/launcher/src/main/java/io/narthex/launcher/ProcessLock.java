// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second process off a data folder. The lock ends with the process, however that ends. */
final class ProcessLock implements AutoCloseable {

  private static final String FILE = "narthex.lock";

  private final Path folder;
  private final FileChannel channel;

  private ProcessLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock, making the folder when it is missing.
   *
   * @throws IOException when another process has it or the folder cannot be written; the message
   *     names the folder and the remedy
   */
  static ProcessLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "cannot write to the data folder "
              + folder
              + ": permission denied; give this user the right, or name another folder by --storage.tsdb.path",
          e);
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getMessage() : e.getReason();
      throw new IOException(
          "cannot use the data folder "
              + folder
              + ": "
              + reason
              + "; name another folder by --storage.tsdb.path",
          e);
    }
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        String holder = Files.readString(file).strip();
        throw new IOException(
            "the data folder "
                + folder
                + " is in use by another Narthex process"
                + (holder.isEmpty() ? "" : " (pid " + holder + ")")
                + "; stop it, or name another folder by --storage.tsdb.path");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new ProcessLock(folder, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
