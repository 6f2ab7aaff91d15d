// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.SyncFailedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is read and written at positions, by any thread.
 *
 * <p>A {@link FileChannel} closes itself for everybody when a thread in one of its calls is
 * interrupted. Here scrape loops are interrupted by reloads and queries by clients that go away,
 * and both come down to the engine's files on their own threads; so the calls go to a {@link
 * RandomAccessFile}, which knows no interrupts, and a mapping is made through a channel of its own.
 */
public final class DataFile implements AutoCloseable {

  private static final int COPY_BYTES = 1 << 16;

  private final Path path;
  private final RandomAccessFile file;
  // Whether the folder's entry of the file is safe, too.
  private volatile boolean named;

  private DataFile(Path path, boolean named) throws IOException {
    this.path = path;
    this.named = named;
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Makes a file.
   *
   * @throws java.nio.file.FileAlreadyExistsException when it is there already
   */
  public static DataFile create(Path path) throws IOException {
    Files.createFile(path);
    try {
      return new DataFile(path, false);
    } catch (IOException | RuntimeException e) {
      // Nobody else made it, and an empty file would be taken for a damaged one.
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Opens a file for reading and writing, or makes it. */
  public static DataFile open(Path path) throws IOException {
    return new DataFile(path, Files.exists(path));
  }

  /** Writes what remains in the buffer at a position; returns how many bytes these were. */
  public synchronized int write(ByteBuffer from, long position) throws IOException {
    int count = from.remaining();
    file.seek(position);
    if (from.hasArray()) {
      file.write(from.array(), from.arrayOffset() + from.position(), count);
      from.position(from.limit());
      return count;
    }
    byte[] copy = new byte[Math.min(count, COPY_BYTES)];
    while (from.hasRemaining()) {
      int n = Math.min(copy.length, from.remaining());
      from.get(copy, 0, n);
      file.write(copy, 0, n);
    }
    return count;
  }

  /**
   * Reads into an array's buffer from a position; returns how many bytes came, or -1 at the end.
   */
  public synchronized int read(ByteBuffer into, long position) throws IOException {
    file.seek(position);
    int count = file.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
    if (count > 0) {
      into.position(into.position() + count);
    }
    return count;
  }

  /** Returns the size in bytes. */
  public long size() throws IOException {
    return file.length();
  }

  /** Cuts the file when it is longer. */
  public synchronized void truncate(long size) throws IOException {
    if (file.length() > size) {
      file.setLength(size);
    }
  }

  /** Returns whether the name of the file is known to be safe against a power cut. */
  boolean isNamed() {
    return named;
  }

  /**
   * Returns once everything written is safe against a power cut, and so is the name of a file that
   * was made here.
   *
   * @throws ClosedChannelException when the file has been closed
   */
  public void force() throws IOException {
    if (!file.getFD().valid()) {
      throw new ClosedChannelException();
    }
    try {
      file.getFD().sync();
      if (!named) {
        FolderNames.forceOf(path);
        named = true;
      }
    } catch (SyncFailedException e) {
      if (!file.getFD().valid()) {
        throw new ClosedChannelException();
      }
      throw e;
    }
  }

  /** Maps the first bytes for reading; the mapping outlives the file's close and deletion. */
  public MemorySegment map(long size, Arena arena) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
