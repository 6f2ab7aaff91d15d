// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory that is soon full. Tests are skipped where it cannot be mounted. */
final class SmallDisk implements AutoCloseable {

  private static final int PAGE = 4096;

  private final Path root;
  private final Path ballast;

  private SmallDisk(Path root) {
    this.root = root;
    this.ballast = root.resolve("ballast");
  }

  static SmallDisk of(Path at, int kibibytes) throws Exception {
    boolean mounted;
    try {
      mounted =
          run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", at.toString());
    } catch (IOException e) {
      mounted = false;
    }
    Assumptions.assumeTrue(
        mounted, "a full disk is tested on a small tmpfs, which only root may mount (Linux)");
    return new SmallDisk(at);
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Returns the folder for the engine. */
  Path data() {
    return root.resolve("data");
  }

  /** Writes a file beside the data until nothing more goes onto the disk. */
  void fill() throws IOException {
    try (OutputStream out =
        Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] page = new byte[PAGE];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      if (free() > 0) {
        throw e;
      }
    }
  }

  /** Makes the file beside the data shorter. */
  void free(int pages) throws IOException {
    if (Files.exists(ballast)) {
      try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.WRITE)) {
        channel.truncate(Math.max(0, channel.size() - (long) pages * PAGE));
      }
    }
  }

  long free() throws IOException {
    FileStore store = Files.getFileStore(root);
    return store.getUsableSpace();
  }

  boolean readOnly(boolean is) throws Exception {
    return run("mount", "-o", "remount," + (is ? "ro" : "rw"), root.toString());
  }

  @Override
  public void close() throws Exception {
    run("umount", "-l", root.toString());
  }
}
