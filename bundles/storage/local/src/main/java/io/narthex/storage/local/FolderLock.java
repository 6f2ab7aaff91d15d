// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process, or a second engine of this one, off a data folder, and checks the version
 * of the folder's layout.
 *
 * <p>The file {@code lock} holds the process id of its owner as text, but what counts is the
 * operating system's lock on its first byte past {@value #LOCK_POSITION}, which ends with the
 * process. The file {@code format} holds the line {@value #FORMAT}. One flipped bit in it is put
 * right, unless it makes another version of the digit.
 */
final class FolderLock implements AutoCloseable {

  private static final String FORMAT = "narthex-local 1";
  private static final String LAYOUT = "narthex-local \\d{1,4}";

  // Behind the text, because on some systems a locked byte cannot be read by others.
  private static final long LOCK_POSITION = 1 << 20;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder; it is made when it is missing.
   *
   * @param warnings told of damage
   * @throws IOException when it is locked already, cannot be written, or has another layout
   */
  static FolderLock of(Path folder, Consumer<String> warnings) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(
          "cannot make the data folder "
              + folder
              + ": "
              + reason(e)
              + "; make the folder above it writable, or name another folder",
          e);
    }
    FileChannel channel;
    Path file = folder.resolve("lock");
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new IOException(
            "the data folder "
                + folder
                + " is in use by process "
                + owner(channel)
                + "; stop that process, or use another folder");
      }
      try {
        ByteBuffer pid =
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8));
        channel.truncate(0);
        channel.write(pid, 0);
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
      checkFormat(folder, warnings);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Says that a data folder cannot be written, and what to do. */
  static IOException unwritable(Path folder, IOException e) {
    return new IOException(
        "cannot write to the data folder "
            + folder
            + ": "
            + reason(e)
            + "; free space there, or make it writable",
        e);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCK_POSITION, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "(unknown)" : pid;
  }

  private static void checkFormat(Path folder, Consumer<String> warnings) throws IOException {
    Path file = folder.resolve("format");
    if (!Files.exists(file)) {
      try {
        writeFormat(folder);
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    String found = new String(bytes, StandardCharsets.UTF_8).strip();
    if (!found.matches(LAYOUT)) {
      if (differsInOneBit(bytes, (FORMAT + "\n").getBytes(StandardCharsets.UTF_8))) {
        writeFormat(folder);
        warnings.accept(file + " said \"" + found + "\": a flipped bit was put right");
        return;
      }
      throw new IOException(
          file
              + " is damaged: it says \""
              + found
              + "\" and not which layout the folder has; restore it from a snapshot, or write \""
              + FORMAT
              + "\" into it when only this program has written there");
    }
    if (!found.equals(FORMAT)) {
      throw new IOException(
          file
              + " says that the folder has the layout \""
              + found
              + "\", this program reads \""
              + FORMAT
              + "\": use the program that wrote it or a newer one; when there is none, the file is"
              + " damaged: restore it from a snapshot");
    }
  }

  private static boolean differsInOneBit(byte[] some, byte[] others) {
    if (some.length != others.length) {
      return false;
    }
    int bits = 0;
    for (int i = 0; i < some.length; i++) {
      bits += Integer.bitCount((some[i] ^ others[i]) & 0xff);
    }
    return bits == 1;
  }

  /** Writes the version of the layout into a folder. */
  static void writeFormat(Path folder) throws IOException {
    // Beside and moved, since an empty file after a full disk would be another layout.
    Path fresh = folder.resolve("format.new");
    try {
      Files.writeString(fresh, FORMAT + "\n");
      Files.move(fresh, folder.resolve("format"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
