// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import io.narthex.spi.storage.StoragePartition;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.chunk.v1.ChunkFile;
import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.FolderNames;
import io.narthex.storage.local.file.FutureVersionException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of a partition and the blocks in them. Guarded by the {@link ChunkStore}. */
final class Partition {

  /** How wide the narrowest partitions are. */
  static final long WIDTH_MS = 2 * 3_600_000L;

  /** The ending of a folder or file that is not complete yet. */
  static final String UNFINISHED = ".new";

  private static final Pattern FOLDER = Pattern.compile("(-?\\d+)-(-?\\d+)");
  private static final Pattern FILE = Pattern.compile("(\\d{8})(?:-(\\d{8}))?\\.nxc");
  // Later files are merged in when they are so many, or when the merged one is not so many times
  // larger.
  private static final int MANY_FILES = 8;
  private static final int SMALL_SHARE = 8;

  private final Path folder;
  private final long start;
  private final long end;
  private final Consumer<String> warnings;
  private final List<ChunkFile> files = new ArrayList<>();
  private final List<ChunkBlock> blocks = new ArrayList<>();
  private int lastNumber;
  private boolean damaged;
  private @Nullable ChunkFile open;

  private Partition(Path folder, long start, long end, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
    this.start = start;
    this.end = end;
  }

  static long startOf(long timestamp) {
    return Math.floorDiv(timestamp, WIDTH_MS) * WIDTH_MS;
  }

  static String name(long start, long end) {
    return start + "-" + end;
  }

  /** Makes a narrow partition. */
  static Partition create(Path parent, long start, Consumer<String> warnings) throws IOException {
    long end = start + WIDTH_MS - 1;
    Path folder = parent.resolve(name(start, end));
    Files.createDirectories(folder);
    FolderNames.force(parent);
    return new Partition(folder, start, end, warnings);
  }

  /** Opens a folder; null when its name is not that of a partition. */
  static @Nullable Partition open(Path folder, Consumer<String> warnings) throws IOException {
    Matcher name = FOLDER.matcher(folder.getFileName().toString());
    if (!name.matches()) {
      return null;
    }
    Partition partition =
        new Partition(
            folder, Long.parseLong(name.group(1)), Long.parseLong(name.group(2)), warnings);
    partition.load();
    return partition;
  }

  private record Found(Path path, int first, int last) {

    boolean isMerged() {
      return path.getFileName().toString().contains("-");
    }
  }

  private void load() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        Matcher name = FILE.matcher(path.getFileName().toString());
        if (name.matches()) {
          int first = Integer.parseInt(name.group(1));
          found.add(
              new Found(
                  path, first, name.group(2) == null ? first : Integer.parseInt(name.group(2))));
        } else if (path.getFileName().toString().endsWith(UNFINISHED)) {
          Files.delete(path);
        }
      }
    }
    found.sort(
        Comparator.comparingInt(Found::first)
            .thenComparing(Comparator.comparingInt(Found::last).reversed()));
    int covered = 0;
    for (Found f : found) {
      lastNumber = Math.max(lastNumber, f.last);
      if (f.last <= covered) {
        // Replaced by a merged file that was finished just before the process ended.
        Files.delete(f.path);
        continue;
      }
      List<ChunkBlock> inFile = new ArrayList<>();
      try {
        ChunkFile opened = ChunkFile.open(f.path, inFile, !f.isMerged(), warnings);
        files.add(opened);
        damaged |= opened.isDamaged();
      } catch (FutureVersionException e) {
        throw e;
      } catch (IOException e) {
        damaged = true;
        Path aside = Aside.move(f.path);
        warnings.accept(
            e.getMessage() + "; it was set aside as " + aside + ", restore it from a copy");
        continue;
      }
      covered = f.last;
      blocks.addAll(inFile);
    }
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  Path folder() {
    return folder;
  }

  List<ChunkBlock> blocks() {
    return blocks;
  }

  /** Returns whether something in the folder could not be read when it was opened. */
  boolean isDamaged() {
    return damaged;
  }

  /** Returns whether damage was met, when the folder was opened or since. */
  boolean hasDamage() {
    return damaged || files.stream().anyMatch(ChunkFile::isDamaged);
  }

  /** Returns whether there are files that are worth to be merged. */
  boolean isMergeDue() {
    long merged = 0;
    long others = 0;
    int count = 0;
    for (ChunkFile file : files) {
      if (file.isMerged()) {
        merged += file.size();
      } else if (file.hasRecords()) {
        others += file.size();
        count++;
      }
    }
    return count >= MANY_FILES || others > 0 && others >= merged / SMALL_SHARE;
  }

  long size() {
    return files.stream().mapToLong(ChunkFile::size).sum();
  }

  StoragePartition describe() {
    BitSet series = new BitSet();
    long chunks = 0;
    for (ChunkBlock block : blocks) {
      if (block.isReadable()) {
        for (int number : block.series()) {
          series.set(number);
          chunks++;
        }
      }
    }
    int level = end - start < WIDTH_MS ? 1 : 2;
    return new StoragePartition(
        folder.getFileName().toString(), start, end, series.cardinality(), chunks, size(), level);
  }

  long maxTime() {
    return blocks.stream().mapToLong(ChunkBlock::maxTime).max().orElse(Long.MIN_VALUE);
  }

  /** Returns the file to append to. */
  ChunkFile openFile() throws IOException {
    ChunkFile now = open;
    if (now == null) {
      now = ChunkFile.create(folder.resolve(numbered(lastNumber + 1)), warnings);
      lastNumber++;
      files.add(now);
      open = now;
    }
    return now;
  }

  private static String numbered(int number) {
    return String.format("%08d.nxc", number);
  }

  void added(ChunkBlock block) {
    blocks.add(block);
  }

  /** Returns the number of the last file that a merge which begins now would take in. */
  int sealForMerge() {
    // From here on blocks that come go to another file.
    open = null;
    return lastNumber;
  }

  /** Makes the file into which all others will be merged. */
  ChunkFile beginMerge() throws IOException {
    Path fresh = folder.resolve("merge" + UNFINISHED);
    Files.deleteIfExists(fresh);
    return ChunkFile.create(fresh, warnings);
  }

  /**
   * Puts a merged file in the place of those up to a number, and deletes them.
   *
   * @param file the file, complete and safe, at its temporary place
   * @return its blocks
   */
  List<ChunkBlock> endMerge(ChunkFile file, int last) throws IOException {
    file.close();
    Path place = folder.resolve(String.format("%08d-%08d.nxc", 1, last));
    for (ChunkFile f : files) {
      if (f.path().equals(place) && f.isDamaged()) {
        Aside.copy(place);
      }
    }
    Files.move(
        file.path(), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FolderNames.force(folder);
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
    return fresh;
  }

  /** Copies files that came after a number into a folder, where they get numbers from 2 on. */
  int copyAfter(int last, Path into, int number) throws IOException {
    int next = number;
    for (ChunkFile f : files) {
      Matcher name = FILE.matcher(f.path().getFileName().toString());
      if (name.matches() && Integer.parseInt(name.group(1)) > last) {
        Path copy = into.resolve(numbered(next++));
        Files.copy(f.path(), copy);
        Folders.forceFile(copy);
      }
    }
    return next;
  }

  void force() throws IOException {
    for (ChunkFile f : files) {
      f.force();
    }
  }

  /**
   * Deletes the partition; readers that hold blocks of it may go on. What is damaged stays, in a
   * folder beside it.
   */
  void delete() throws IOException {
    for (ChunkFile f : files) {
      f.retire(true);
    }
    Folders.deleteButDamaged(folder);
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
