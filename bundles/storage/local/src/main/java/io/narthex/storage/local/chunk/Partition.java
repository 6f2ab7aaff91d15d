// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.chunk.v1.ChunkFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of a partition and the blocks in them. Guarded by the {@link ChunkStore}. */
final class Partition {

  static final long WIDTH_MS = 2 * 3_600_000L;

  private static final Pattern FOLDER = Pattern.compile("(-?\\d+)-(-?\\d+)");
  private static final Pattern FILE = Pattern.compile("(\\d{8})(?:-(\\d{8}))?\\.nxc");

  private final Path folder;
  private final long start;
  private final List<ChunkFile> files = new ArrayList<>();
  private final List<ChunkBlock> blocks = new ArrayList<>();
  private int lastNumber;
  private boolean merged;
  private @Nullable ChunkFile open;

  private Partition(Path folder, long start) {
    this.folder = folder;
    this.start = start;
  }

  static long startOf(long timestamp) {
    return Math.floorDiv(timestamp, WIDTH_MS) * WIDTH_MS;
  }

  static Partition create(Path parent, long start) throws IOException {
    Path folder = parent.resolve(start + "-" + (start + WIDTH_MS - 1));
    Files.createDirectories(folder);
    return new Partition(folder, start);
  }

  /** Opens a folder; null when its name is not that of a partition. */
  static @Nullable Partition open(Path folder, Consumer<String> warnings) throws IOException {
    Matcher name = FOLDER.matcher(folder.getFileName().toString());
    if (!name.matches()) {
      return null;
    }
    Partition partition = new Partition(folder, Long.parseLong(name.group(1)));
    partition.load(warnings);
    return partition;
  }

  private record Found(Path path, int first, int last) {}

  private void load(Consumer<String> warnings) throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        Matcher name = FILE.matcher(path.getFileName().toString());
        if (name.matches()) {
          int first = Integer.parseInt(name.group(1));
          found.add(
              new Found(
                  path, first, name.group(2) == null ? first : Integer.parseInt(name.group(2))));
        } else if (path.getFileName().toString().endsWith(".new")) {
          Files.delete(path);
        }
      }
    }
    found.sort(
        Comparator.comparingInt(Found::first)
            .thenComparing(Comparator.comparingInt(Found::last).reversed()));
    int covered = 0;
    for (Found f : found) {
      if (f.last <= covered) {
        // Replaced by a merged file that was finished just before the process ended.
        Files.delete(f.path);
        continue;
      }
      covered = f.last;
      lastNumber = Math.max(lastNumber, f.last);
      boolean isMerged = f.last > f.first || f.path.getFileName().toString().contains("-");
      List<ChunkBlock> inFile = new ArrayList<>();
      try {
        files.add(ChunkFile.open(f.path, inFile, !isMerged, warnings));
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("format version")) {
          throw e;
        }
        Path aside = f.path.resolveSibling(f.path.getFileName() + ".damaged");
        Files.move(f.path, aside, StandardCopyOption.REPLACE_EXISTING);
        warnings.accept(e.getMessage() + "; it was set aside as " + aside);
        continue;
      }
      blocks.addAll(inFile);
    }
    merged = files.size() == 1 && files.getFirst().path().getFileName().toString().contains("-");
  }

  long start() {
    return start;
  }

  long end() {
    return start + WIDTH_MS - 1;
  }

  Path folder() {
    return folder;
  }

  List<ChunkBlock> blocks() {
    return blocks;
  }

  /** Returns whether all blocks are in one merged file. */
  boolean isMerged() {
    return merged;
  }

  long size() {
    return files.stream().mapToLong(ChunkFile::size).sum();
  }

  long maxTime() {
    return blocks.stream().mapToLong(ChunkBlock::maxTime).max().orElse(Long.MIN_VALUE);
  }

  /** Returns the file to append to. */
  ChunkFile openFile() throws IOException {
    ChunkFile now = open;
    if (now == null) {
      now = ChunkFile.create(folder.resolve(String.format("%08d.nxc", lastNumber + 1)));
      lastNumber++;
      files.add(now);
      open = now;
      merged = false;
    }
    return now;
  }

  void added(ChunkBlock block) {
    blocks.add(block);
  }

  /** Makes the file into which all others will be merged. */
  ChunkFile beginMerge() throws IOException {
    Path fresh = folder.resolve("merge.new");
    Files.deleteIfExists(fresh);
    // From here on blocks that come go to another file.
    return ChunkFile.create(fresh);
  }

  /** Returns the number of the last file that a merge which begins now would take in. */
  int sealForMerge() {
    open = null;
    return lastNumber;
  }

  /**
   * Puts a merged file in the place of those up to a number, and deletes them.
   *
   * @param file the file, complete and safe, at its temporary place
   * @return its blocks
   */
  List<ChunkBlock> endMerge(ChunkFile file, int last, Consumer<String> warnings)
      throws IOException {
    file.close();
    Path place = folder.resolve(String.format("%08d-%08d.nxc", 1, last));
    Files.move(
        file.path(), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    List<ChunkBlock> fresh = new ArrayList<>();
    ChunkFile placed = ChunkFile.open(place, fresh, false, warnings);
    List<ChunkFile> old = new ArrayList<>(files);
    old.remove(open);
    files.removeAll(old);
    files.addFirst(placed);
    blocks.removeIf(block -> old.contains(block.file()));
    blocks.addAll(0, fresh);
    for (ChunkFile f : old) {
      f.retire(!f.path().equals(place));
    }
    merged = open == null;
    return fresh;
  }

  void force() throws IOException {
    for (ChunkFile f : files) {
      f.force();
    }
  }

  /** Deletes the partition; readers that hold blocks of it may go on. */
  void delete() throws IOException {
    for (ChunkFile f : files) {
      f.retire(true);
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        Files.delete(path);
      }
    }
    Files.delete(folder);
  }

  void close() throws IOException {
    IOException first = null;
    for (ChunkFile f : files) {
      try {
        f.close();
      } catch (IOException e) {
        first = e;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
