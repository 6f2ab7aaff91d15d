// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.chunk.v1.BlockWriter;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.chunk.v1.ChunkFile;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.row.v1.RowBlockSource;
import io.narthex.storage.local.select.ColumnBatch;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.MaskedBatch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** All partitions. Safe for several threads; one at a time writes. */
public final class ChunkStore implements AutoCloseable {

  private final Path folder;
  private final Consumer<String> warnings;
  private final TreeMap<Long, Partition> partitions = new TreeMap<>();
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
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        Partition partition = Files.isDirectory(path) ? Partition.open(path, warnings) : null;
        if (partition != null) {
          partitions.put(partition.start(), partition);
        }
      }
    }
  }

  /** Returns the blocks of each target, oldest piece first. */
  public synchronized Map<Integer, List<ChunkBlock>> blocks() {
    Map<Integer, List<ChunkBlock>> byTarget = new TreeMap<>();
    for (Partition partition : partitions.values()) {
      for (ChunkBlock block : partition.blocks()) {
        byTarget.computeIfAbsent(block.target(), t -> new ArrayList<>()).add(block);
      }
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
    Partition partition = partition(Partition.startOf(rows.maxTime()));
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

  private Partition partition(long start) throws IOException {
    Partition known = partitions.get(start);
    if (known == null) {
      known = Partition.create(folder, start);
      partitions.put(start, known);
    }
    return known;
  }

  /** Makes everything appended so far safe against a power cut. */
  public synchronized void force() throws IOException {
    for (Partition partition : partitions.values()) {
      partition.force();
    }
  }

  /**
   * Merges the files of the oldest partition that is of age and not yet merged.
   *
   * @param before partitions that end before this time are of age
   * @param rows how many rows a merged block has at most
   * @return whether there was one
   */
  public boolean mergeOne(long before, int rows, Replacement replacement) throws IOException {
    Partition due = null;
    synchronized (this) {
      for (Partition p : partitions.values()) {
        if (due == null && p.end() < before && !p.isMerged()) {
          due = p;
        }
      }
    }
    if (due == null) {
      return false;
    }
    merge(due, rows, series -> null, replacement);
    return true;
  }

  /**
   * Writes all partitions anew, without deleted samples.
   *
   * @param deleted the deleted ranges of a series, as {@link MaskedBatch} takes them
   */
  public void mergeAll(int rows, IntFunction<long @Nullable []> deleted, Replacement replacement)
      throws IOException {
    List<Partition> all;
    synchronized (this) {
      all = List.copyOf(partitions.values());
    }
    for (Partition partition : all) {
      merge(partition, rows, deleted, replacement);
    }
  }

  private void merge(
      Partition partition,
      int rows,
      IntFunction<long @Nullable []> deleted,
      Replacement replacement)
      throws IOException {
    Map<Integer, List<ChunkBlock>> byTarget = new TreeMap<>();
    int last;
    synchronized (this) {
      last = partition.sealForMerge();
      for (ChunkBlock block : partition.blocks()) {
        byTarget.computeIfAbsent(block.target(), t -> new ArrayList<>()).add(block);
      }
    }
    ChunkFile file = partition.beginMerge();
    try {
      BlockWriter merger = new BlockWriter(true);
      for (Map.Entry<Integer, List<ChunkBlock>> e : byTarget.entrySet()) {
        sort(e.getValue());
        mergeTarget(merger, file, e.getKey(), e.getValue(), rows, deleted);
      }
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
    Map<Integer, List<ChunkBlock>> fresh = new TreeMap<>();
    synchronized (this) {
      for (ChunkBlock block : partition.endMerge(file, last, warnings)) {
        fresh.computeIfAbsent(block.target(), t -> new ArrayList<>()).add(block);
      }
    }
    // Outside the lock: targets lock themselves first and this store second.
    byTarget.forEach(
        (target, gone) ->
            replacement.replaced(target, gone, fresh.getOrDefault(target, List.of())));
  }

  private static void mergeTarget(
      BlockWriter merger,
      ChunkFile file,
      int target,
      List<ChunkBlock> blocks,
      int rows,
      IntFunction<long @Nullable []> deleted)
      throws IOException {
    int from = 0;
    while (from < blocks.size()) {
      int until = from;
      int count = 0;
      while (until < blocks.size() && (until == from || count + blocks.get(until).rows() <= rows)) {
        count += blocks.get(until).rows();
        until++;
      }
      mergeBlocks(merger, file, target, blocks.subList(from, until), deleted);
      from = until;
    }
  }

  private static void mergeBlocks(
      BlockWriter merger,
      ChunkFile file,
      int target,
      List<ChunkBlock> blocks,
      IntFunction<long @Nullable []> deleted)
      throws IOException {
    List<ColumnSource> sources = new ArrayList<>();
    long firstPiece = Long.MAX_VALUE;
    long endPiece = Long.MIN_VALUE;
    int[] series = new int[0];
    for (ChunkBlock block : blocks) {
      firstPiece = Math.min(firstPiece, block.firstPiece());
      endPiece = Math.max(endPiece, block.endPiece());
      ColumnSource source = block.source(Long.MIN_VALUE, Long.MAX_VALUE);
      if (source != null) {
        sources.add(source);
        series = union(series, block.series());
      }
    }
    if (sources.isEmpty()) {
      return;
    }
    int[][] columns = new int[sources.size()][series.length];
    long[] @Nullable [] gone = new long[series.length][];
    for (int i = 0; i < series.length; i++) {
      gone[i] = deleted.apply(series[i]);
      for (int s = 0; s < columns.length; s++) {
        columns[s][i] = sources.get(s).column(series[i], i);
      }
    }
    SeriesBatch batch =
        new MaskedBatch(new ColumnBatch(sources, series, columns, ChunkStore::noLabels), gone);
    merger.write(file, target, series, batch, firstPiece, endPiece);
  }

  private static int[] union(int[] a, int[] b) {
    if (Arrays.equals(a, b)) {
      return a;
    }
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    Arrays.sort(both);
    int n = 0;
    for (int s : both) {
      if (n == 0 || both[n - 1] != s) {
        both[n++] = s;
      }
    }
    return Arrays.copyOf(both, n);
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
      for (ChunkBlock block : oldest.blocks()) {
        gone.computeIfAbsent(block.target(), t -> new ArrayList<>()).add(block);
      }
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
