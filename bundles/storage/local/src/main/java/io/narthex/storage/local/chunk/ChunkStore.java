// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.storage.local.chunk.v1.BlockWriter;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.chunk.v1.ChunkFile;
import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.FolderNames;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.row.v1.RowBlockSource;
import io.narthex.storage.local.select.ColumnBatch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** All partitions. Safe for several threads; one at a time writes. */
public final class ChunkStore implements AutoCloseable {

  private final Path folder;
  private final Consumer<String> warnings;
  private final TreeMap<Long, Partition> partitions = new TreeMap<>();
  private final List<Partition> damagedAtOpen;
  private final BlockWriter writer = new BlockWriter(false);

  /** Learns that some blocks were replaced by others. */
  @FunctionalInterface
  public interface Replacement {

    /**
     * Some blocks of a target were replaced.
     *
     * @param gone blocks that are no more
     * @param fresh blocks that hold the same samples
     */
    void replaced(int target, List<ChunkBlock> gone, List<ChunkBlock> fresh);
  }

  /**
   * Opens the partitions of a folder, which is made when it is missing.
   *
   * @param warnings told of damage
   */
  public ChunkStore(Path folder, Consumer<String> warnings) throws IOException {
    this.folder = folder;
    this.warnings = warnings;
    Files.createDirectories(folder);
    List<Partition> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        if (!Files.isDirectory(path)) {
          continue;
        }
        if (path.getFileName().toString().endsWith(Partition.UNFINISHED)) {
          // A merge that did not end; what it read is still there.
          Folders.delete(path);
          continue;
        }
        Partition partition = Partition.open(path, warnings);
        if (partition != null) {
          found.add(partition);
        }
      }
    }
    found.sort(
        Comparator.comparingLong(Partition::start)
            .thenComparing(Comparator.comparingLong(Partition::end).reversed()));
    take(found);
    this.damagedAtOpen = partitions.values().stream().filter(Partition::isDamaged).toList();
  }

  /** Takes in partitions, wider ones first, and settles what a merge left when it was cut off. */
  private void take(List<Partition> found) throws IOException {
    int i = 0;
    while (i < found.size()) {
      Partition wide = found.get(i++);
      int from = i;
      while (i < found.size() && found.get(i).end() <= wide.end()) {
        i++;
      }
      List<Partition> inside = found.subList(from, i);
      if (!inside.isEmpty() && wide.isDamaged()) {
        wide.close();
        Path aside = Aside.move(wide.folder());
        warnings.accept(
            wide.folder()
                + " is damaged; it was set aside as "
                + aside
                + ", what it was made of"
                + " is still there and serves");
        take(inside);
        continue;
      }
      for (Partition replaced : inside) {
        replaced.delete();
      }
      partitions.put(wide.start(), wide);
    }
  }

  /** Returns the blocks of each target, oldest piece first. */
  public synchronized Map<Integer, List<ChunkBlock>> blocks() {
    Map<Integer, List<ChunkBlock>> byTarget = new TreeMap<>();
    for (Partition partition : partitions.values()) {
      group(partition.blocks(), byTarget);
    }
    byTarget.values().forEach(ChunkStore::sort);
    return byTarget;
  }

  /** Brings blocks into the order in which readers want them. */
  public static void sort(List<ChunkBlock> blocks) {
    blocks.sort(
        (a, b) -> {
          int c = Long.compare(a.minTime(), b.minTime());
          return c != 0 ? c : Long.compare(a.firstPiece(), b.firstPiece());
        });
  }

  /**
   * Writes a full block of rows.
   *
   * @return the block, or null when it holds no sample
   * @throws IOException when it could not be written
   */
  public synchronized @Nullable ChunkBlock append(int target, RowBlock rows) throws IOException {
    RowBlockSource source = new RowBlockSource(rows, rows.pieces(), Long.MIN_VALUE, Long.MAX_VALUE);
    long[] keys = new long[rows.columns()];
    int n = 0;
    for (int c = 0; c < keys.length; c++) {
      if (rows.series(c) >= 0 && source.hasSample(c)) {
        keys[n++] = (long) rows.series(c) << 32 | c;
      }
    }
    if (n == 0) {
      return null;
    }
    Arrays.sort(keys, 0, n);
    int[] series = new int[n];
    int[] columns = new int[n];
    for (int i = 0; i < n; i++) {
      series[i] = (int) (keys[i] >>> 32);
      columns[i] = (int) keys[i];
    }
    SeriesBatch batch =
        new ColumnBatch(List.of(source), series, new int[][] {columns}, ChunkStore::noLabels);
    Partition partition = partitionOf(rows.maxTime());
    ChunkBlock block =
        writer.write(
            partition.openFile(),
            target,
            series,
            batch,
            rows.firstPiece(),
            rows.firstPiece() + rows.pieces());
    partition.added(block);
    return block;
  }

  private static Labels noLabels(int series) {
    return Labels.empty();
  }

  private Partition partitionOf(long timestamp) throws IOException {
    Map.Entry<Long, Partition> known = partitions.floorEntry(timestamp);
    if (known != null && timestamp <= known.getValue().end()) {
      return known.getValue();
    }
    Partition made = Partition.create(folder, Partition.startOf(timestamp), warnings);
    partitions.put(made.start(), made);
    return made;
  }

  /** Makes everything appended so far safe against a power cut. */
  public synchronized void force() throws IOException {
    for (Partition partition : partitions.values()) {
      partition.force();
    }
  }

  /**
   * Does the merge that is due most.
   *
   * @param rows how many rows a merged block has at most
   * @return whether there was one that could be done in time
   */
  public boolean mergeOne(MergeLimits limits, int rows, Replacement replacement)
      throws IOException {
    MergePlan plan;
    synchronized (this) {
      plan = MergePlan.next(partitions.values(), limits);
    }
    if (plan == null) {
      return false;
    }
    try {
      merge(plan, new BlockMerger(rows, series -> null, limits.deadline()), replacement);
      return true;
    } catch (MergeTimeUpException e) {
      return false;
    }
  }

  /**
   * Writes all partitions anew, without deleted samples.
   *
   * @param deleted the deleted ranges of a series, as {@link
   *     io.narthex.storage.local.select.MaskedBatch} takes them
   */
  public void mergeAll(int rows, IntFunction<long @Nullable []> deleted, Replacement replacement)
      throws IOException {
    List<Partition> all;
    synchronized (this) {
      all = List.copyOf(partitions.values());
    }
    for (Partition partition : all) {
      merge(MergePlan.again(partition), new BlockMerger(rows, deleted, 0), replacement);
    }
  }

  /**
   * Carries out a merge. Whatever ends the process on the way, the next start finds either what was
   * there or the result: that becomes visible by one renaming, and only then goes what it was made
   * of.
   */
  private void merge(MergePlan plan, BlockMerger merger, Replacement replacement)
      throws IOException {
    Map<Integer, List<ChunkBlock>> gone = new TreeMap<>();
    int[] last = new int[plan.sources().size()];
    synchronized (this) {
      for (int i = 0; i < last.length; i++) {
        last[i] = plan.sources().get(i).sealForMerge();
        group(plan.sources().get(i).blocks(), gone);
      }
    }
    Map<Integer, List<ChunkBlock>> fresh = new TreeMap<>();
    if (plan.isWider()) {
      widen(plan, merger, last, gone, fresh);
    } else {
      Partition partition = plan.sources().getFirst();
      ChunkFile file = partition.beginMerge();
      write(merger, gone, file);
      synchronized (this) {
        group(partition.endMerge(file, last[0]), fresh);
      }
    }
    // Outside the lock: targets lock themselves first and this store second.
    gone.forEach(
        (target, blocks) ->
            replacement.replaced(target, blocks, fresh.getOrDefault(target, List.of())));
  }

  private static void write(
      BlockMerger merger, Map<Integer, List<ChunkBlock>> byTarget, ChunkFile file)
      throws IOException {
    try {
      merger.merge(byTarget, file);
      file.force();
    } catch (IOException | RuntimeException e) {
      try {
        // A full disk needs the space back at once.
        file.discard();
      } catch (IOException further) {
        e.addSuppressed(further);
      }
      throw e;
    }
  }

  private void widen(
      MergePlan plan,
      BlockMerger merger,
      int[] last,
      Map<Integer, List<ChunkBlock>> gone,
      Map<Integer, List<ChunkBlock>> fresh)
      throws IOException {
    String name = Partition.name(plan.start(), plan.end());
    Path unfinished = folder.resolve(name + Partition.UNFINISHED);
    Files.createDirectories(unfinished);
    try {
      ChunkFile file = ChunkFile.create(unfinished.resolve("00000001-00000001.nxc"), warnings);
      write(merger, gone, file);
      file.close();
      synchronized (this) {
        int next = 2;
        for (int i = 0; i < last.length; i++) {
          next = plan.sources().get(i).copyAfter(last[i], unfinished, next);
        }
        FolderNames.force(unfinished);
        Path place = folder.resolve(name);
        Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        FolderNames.force(folder);
        group(put(place, plan, unfinished, gone).blocks(), fresh);
      }
    } catch (IOException | RuntimeException e) {
      if (Files.isDirectory(unfinished)) {
        try {
          Folders.delete(unfinished);
        } catch (IOException further) {
          e.addSuppressed(further);
        }
      }
      throw e;
    }
  }

  /** Puts a wider partition in the place of those that it was made of. */
  private Partition put(
      Path place, MergePlan plan, Path unfinished, Map<Integer, List<ChunkBlock>> gone)
      throws IOException {
    Partition wide;
    try {
      wide = Objects.requireNonNull(Partition.open(place, warnings), place.toString());
    } catch (IOException | RuntimeException e) {
      // It must not be found by the next start, since its sources go on.
      Files.move(place, unfinished, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    gone.clear();
    for (Partition source : plan.sources()) {
      group(source.blocks(), gone);
      partitions.remove(source.start());
    }
    partitions.put(wide.start(), wide);
    for (Partition source : plan.sources()) {
      try {
        source.delete();
      } catch (IOException e) {
        warnings.accept(
            "cannot delete "
                + source.folder()
                + ": "
                + e.getMessage()
                + "; it was merged into "
                + place
                + " and goes at the next start");
      }
    }
    return wide;
  }

  private static void group(List<ChunkBlock> blocks, Map<Integer, List<ChunkBlock>> byTarget) {
    for (ChunkBlock block : blocks) {
      byTarget.computeIfAbsent(block.target(), t -> new ArrayList<>()).add(block);
    }
  }

  /** Returns whether a partition has damage that could be undone from a copy. */
  public synchronized boolean isDamaged() {
    return partitions.values().stream().anyMatch(Partition::hasDamage);
  }

  /**
   * Returns what is missing within a range since files could not be read when the store was opened.
   * Never waits.
   */
  public List<String> missing(long from, long to) {
    List<String> texts = new ArrayList<>();
    for (Partition partition : damagedAtOpen) {
      if (partition.start() <= to && partition.end() >= from) {
        texts.add(
            partition.folder()
                + ": files were damaged and left out, so that samples may be missing; restore them"
                + " from a copy");
      }
    }
    return texts;
  }

  /** Returns what the partitions hold, oldest first. */
  public synchronized List<StoragePartition> partitions() {
    return partitions.values().stream().map(Partition::describe).toList();
  }

  /** Returns how many bytes the files take. */
  public synchronized long size() {
    return partitions.values().stream().mapToLong(Partition::size).sum();
  }

  /**
   * Deletes partitions.
   *
   * @param before those whose newest sample is older go
   * @param maxBytes when the rest takes more, the oldest go, but never the last one; 0 for no limit
   */
  public void expire(long before, long maxBytes, Replacement replacement) throws IOException {
    Map<Integer, List<ChunkBlock>> gone = new TreeMap<>();
    try {
      expire(before, maxBytes, gone);
    } finally {
      gone.forEach((target, blocks) -> replacement.replaced(target, blocks, List.of()));
    }
  }

  private synchronized void expire(long before, long maxBytes, Map<Integer, List<ChunkBlock>> gone)
      throws IOException {
    long size = size();
    while (!partitions.isEmpty()) {
      Partition oldest = partitions.firstEntry().getValue();
      boolean old = oldest.maxTime() < before;
      boolean tooMuch = maxBytes > 0 && size > maxBytes && partitions.size() > 1;
      if (!old && !tooMuch) {
        return;
      }
      group(oldest.blocks(), gone);
      size -= oldest.size();
      partitions.pollFirstEntry();
      oldest.delete();
    }
  }

  /**
   * Copies the files of partitions; each is whole up to some block.
   *
   * @param before partitions that end before this time are copied
   */
  public synchronized void copyTo(Path into, long before) throws IOException {
    for (Partition partition : partitions.values()) {
      if (partition.end() >= before) {
        continue;
      }
      Path to = Files.createDirectories(into.resolve(partition.folder().getFileName()));
      try (DirectoryStream<Path> all = Files.newDirectoryStream(partition.folder(), "*.nxc")) {
        for (Path path : all) {
          Files.copy(path, to.resolve(path.getFileName()));
        }
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    IOException first = null;
    for (Partition partition : partitions.values()) {
      try {
        partition.close();
      } catch (IOException e) {
        first = e;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
