// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.storage.local.chunk.ChunkStore;
import io.narthex.storage.local.chunk.MergeLimits;
import io.narthex.storage.local.chunk.v1.ChunkBlock;
import io.narthex.storage.local.label.LabelStore;
import io.narthex.storage.local.memory.IntPages;
import io.narthex.storage.local.memory.PagePool;
import io.narthex.storage.local.row.v1.RowBlock;
import io.narthex.storage.local.tombstone.v1.Tombstones;
import io.narthex.storage.local.wal.v1.WalReader;
import io.narthex.storage.local.wal.v1.WalWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All targets of the engine, with what they share: labels, log and memory. */
public final class Head implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Head.class);

  /** A partition is merged when samples are so much newer than its end. */
  private static final long SETTLED_MS = 1_800_000;

  private static final int MERGED_ROWS = 1024;

  // At the end nobody should wait long.
  private static final long LAST_MERGES_NS = 4_000_000_000L;
  private static final long LAST_MERGE_BYTES = 8 << 20;

  private final HeadSettings settings;
  private final LabelStore labels;
  private final PagePool pool = new PagePool();
  private final Scratch.Pool scratch = new Scratch.Pool();
  private final IntPages columns = new IntPages();
  private final Map<Integer, SharedSeries> sharedSeries = new ConcurrentHashMap<>();
  private final Tombstones tombstones;
  private final WalWriter wal;
  private final Path walFolder;
  private final ChunkStore chunks;
  private final Notes notes;
  private final SeriesSweep sweep = new SeriesSweep(this);
  private final SampleLookup samples;
  private final Object checkpoints = new Object();
  private final AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
  private volatile boolean storeFailing;
  private volatile boolean closed;
  private final Targets targets = new Targets(this);

  /**
   * Reads the log and begins a new segment of it.
   *
   * @param warnings told of damage
   */
  public Head(
      HeadSettings settings,
      LabelStore labels,
      Tombstones tombstones,
      ChunkStore chunks,
      Path walFolder,
      Consumer<String> warnings)
      throws IOException {
    this.settings = settings;
    this.labels = labels;
    this.tombstones = tombstones;
    this.samples = new SampleLookup(this);
    this.walFolder = walFolder;
    this.chunks = chunks;
    Notes opened = null;
    try {
      long last = replay(warnings);
      opened = Notes.open(settings.folder(), settings.maxExemplars(), labels::isKnown, warnings);
      this.wal = new WalWriter(walFolder, last + 1, settings.segmentBytes());
    } catch (IOException | RuntimeException e) {
      try (pool;
          Notes close = opened) {
        throw e;
      }
    }
    this.notes = opened;
  }

  /** Reads chunk files and log, and returns the number of its last segment. */
  private long replay(Consumer<String> warnings) throws IOException {
    Files.createDirectories(walFolder);
    chunks.blocks().forEach((target, blocks) -> target(target).load(blocks));
    HeadReplay replay = new HeadReplay(this, warnings);
    long last = new WalReader(walFolder, warnings).read(replay);
    replay.end();
    for (int series : labels.seriesInSeveralTargets()) {
      share(series);
    }
    labels.opened();
    for (HeadTarget target : targets.all()) {
      target.takeShares();
      // Rows may have outlived the labels of their series in a power cut.
      labels.reserve(target.seriesEnd());
    }
    appended(timeRange()[1]);
    return last;
  }

  /** Notes the timestamp of samples that were committed. */
  void appended(long timestamp) {
    if (timestamp > newest.get()) {
      newest.accumulateAndGet(timestamp, Math::max);
    }
  }

  /** Returns how old the samples of an append that begins now may be. */
  AppendBounds appendBounds() {
    return AppendBounds.of(newest.get(), settings.outOfOrderWindow().getAsLong());
  }

  PagePool pool() {
    return pool;
  }

  LabelStore labels() {
    return labels;
  }

  WalWriter wal() {
    return wal;
  }

  HeadSettings settings() {
    return settings;
  }

  Notes notes() {
    return notes;
  }

  /** Returns the exemplars of a series within a range, oldest first. */
  public List<Exemplar> exemplars(int series, long from, long to) {
    return notes.exemplars().of(series, from, to);
  }

  /** Returns what targets last said of their metric families, without duplicates. */
  public List<MetricMetadata> allMetadata() {
    return notes.metadata().all();
  }

  /** Returns the column that a series has in the target in which it was first seen, or -1. */
  int columnOf(int series) {
    return columns.get(series) - 1;
  }

  void setColumn(int series, int column) {
    columns.set(series, column + 1);
  }

  /** Throws when the engine is closed; under the lock of a target, whose append then is whole. */
  void checkOpen() {
    if (closed) {
      throw new StorageException(
          "the storage engine of " + settings.folder() + " is closed; ask for another writer");
    }
  }

  /** Returns what to throw when the log cannot be written. */
  StorageException unwritable(IOException reason) {
    return new StorageException(
        "cannot write to "
            + settings.folder()
            + ": "
            + reason.getMessage()
            + "; free space there, or make it writable",
        reason);
  }

  /** Returns a writer for a target. */
  public RowWriter writer(Labels target) {
    return new LocalRowWriter(target(labels.target(target)), scratch);
  }

  HeadTarget target(int number) {
    return targets.get(number);
  }

  /** Returns the targets, by number. */
  HeadTarget[] targets() {
    return targets.all();
  }

  /** Writes a full block to a chunk file; null when that failed. */
  @Nullable ChunkBlock store(HeadTarget target, RowBlock block) {
    try {
      ChunkBlock stored = chunks.append(target.number(), block);
      storeFailing = false;
      return stored;
    } catch (IOException e) {
      if (!storeFailing) {
        storeFailing = true;
        LOG.error(
            "cannot write to the chunk files in {}: {}; the samples stay in the log, trying on",
            settings.folder(),
            e.getMessage(),
            e);
      }
      return null;
    }
  }

  /**
   * Stores what keeps old segments of the log from going, and deletes those.
   *
   * @param keep how many of the newest segments may stay; 0 stores everything
   */
  public void checkpoint(int keep) throws IOException {
    synchronized (checkpoints) {
      shorten(keep);
    }
  }

  private void shorten(int keep) throws IOException {
    for (HeadTarget target : targets.all()) {
      target.storeWaiting();
    }
    long present = wal.segment();
    List<Long> segments = WalReader.segments(walFolder);
    if (segments.size() <= keep) {
      return;
    }
    long needed = keep == 0 ? wal.rotate() : present;
    for (HeadTarget target : targets.all()) {
      needed = Math.min(needed, target.storeBefore(keep == 0 ? Long.MAX_VALUE : present));
    }
    chunks.force();
    for (long segment : segments) {
      if (segment < needed) {
        Files.delete(WalReader.file(walFolder, segment));
      }
    }
  }

  /**
   * Merges what has come of age.
   *
   * @param widestMs how wide partitions become at most, in milliseconds
   * @param widestBytes how many bytes what is made wider has at most, 0 for no limit
   */
  public void merge(long widestMs, long widestBytes) throws IOException {
    MergeLimits limits = limits(widestMs, widestBytes);
    while (limits.settled() > Long.MIN_VALUE
        && chunks.mergeOne(limits, MERGED_ROWS, this::replaced)) {
      LOG.debug("merged in {}", settings.folder());
    }
  }

  private MergeLimits limits(long widestMs, long widestBytes) {
    long newest = timeRange()[1];
    long settled = newest == Long.MIN_VALUE ? newest : newest - SETTLED_MS;
    return new MergeLimits(settled, settled, widestMs, widestBytes, 0, 0);
  }

  /** Brings what is stored into its short form, as far as that is quickly done; for the end. */
  public void compact(long widestMs, long widestBytes) throws IOException {
    checkpoint(0);
    MergeLimits limits =
        limits(widestMs, widestBytes).quickly(LAST_MERGE_BYTES, System.nanoTime() + LAST_MERGES_NS);
    while (chunks.mergeOne(limits, MERGED_ROWS, this::replaced)) {
      LOG.debug("merged in {}", settings.folder());
    }
  }

  /**
   * Deletes partitions that are too old or too much.
   *
   * @param maxBytes what partitions and log may take together, 0 for no limit
   */
  public void expire(long before, long maxBytes) throws IOException {
    long left = maxBytes;
    if (maxBytes > 0) {
      for (long segment : WalReader.segments(walFolder)) {
        left -= WalReader.file(walFolder, segment).toFile().length();
      }
      left = Math.max(1, left);
    }
    chunks.expire(
        before,
        left,
        (target, gone, fresh) -> {
          sweep.request();
          replaced(target, gone, fresh);
        });
  }

  /** The last writer of a column that never had a sample left it. */
  void emptied() {
    sweep.emptied();
  }

  /** Removes series of which nothing is left, when there may be some since the last time. */
  public void sweep() throws IOException {
    sweep.run();
  }

  /**
   * Forgets what is kept by the number of series that went, since the numbers may be given again.
   */
  void forget(BitSet series) throws IOException {
    if (series.isEmpty()) {
      return;
    }
    notes.exemplars().forget(series);
    Map<Integer, long[]> deleted = new HashMap<>(tombstones.all());
    deleted.keySet().removeIf(number -> !series.get(number));
    if (!deleted.isEmpty()) {
      tombstones.remove(deleted);
    }
    sharedSeries.keySet().removeIf(series::get);
  }

  /** Returns whether chunk files are damaged, which may hold series that nothing else knows. */
  boolean isDamaged() {
    return chunks.isDamaged();
  }

  /** Returns the oldest segment of the log. */
  long oldestSegment() throws IOException {
    List<Long> segments = WalReader.segments(walFolder);
    return segments.isEmpty() ? wal.segment() : segments.getFirst();
  }

  /** Removes deleted samples from the chunk files. */
  public void clean() throws IOException {
    if (tombstones.isEmpty()) {
      return;
    }
    checkpoint(0);
    Map<Integer, long[]> cleaned = tombstones.all();
    chunks.mergeAll(MERGED_ROWS, series -> cleaned.get(series), this::replaced);
    sweep.request();
    tombstones.remove(cleaned);
  }

  /**
   * Copies what is stored. The caller sees to it that {@link #checkpoint}, {@link #merge} and
   * {@link #expire} do not run meanwhile.
   *
   * @param withHead whether all committed samples are copied, or those of settled partitions
   */
  public void copyTo(Path into, boolean withHead) throws IOException {
    labels.flush();
    // In this order: a row that leaves the log for a chunk file meanwhile is in the log's copy.
    chunks.copyTo(
        Files.createDirectories(into.resolve("chunks")),
        withHead ? Long.MAX_VALUE : timeRange()[1] - SETTLED_MS);
    if (withHead) {
      Path to = Files.createDirectories(into.resolve("wal"));
      for (long segment : WalReader.segments(walFolder)) {
        Files.copy(WalReader.file(walFolder, segment), WalReader.file(to, segment));
      }
    }
    tombstones.copyTo(into);
    notes.copyTo(into);
  }

  private void replaced(int target, List<ChunkBlock> gone, List<ChunkBlock> fresh) {
    target(target).replace(gone, fresh);
  }

  /** Notes that a series is in several targets. */
  void share(int series) {
    sharedSeries.computeIfAbsent(series, s -> new SharedSeries());
    target(labels.firstTarget(series)).share(series);
    for (int further : labels.furtherTargets(series)) {
      target(further).share(series);
    }
  }

  @Nullable SharedSeries shared(int series) {
    return sharedSeries.get(series);
  }

  /** Finds single samples. */
  SampleLookup samples() {
    return samples;
  }

  /** Tells which series have a sample within a range. */
  public ActiveSeries active(long from, long to) {
    return new ActiveSeries(this, tombstones, from, to, ActiveSeries.MOST_WORDS);
  }

  /** Finds the samples of series within a range. */
  public HeadSelection select(int[] series, long from, long to) {
    return select(() -> series, from, to, null);
  }

  /**
   * Finds the samples of the series that match within a range.
   *
   * @param matching finds the series; may be asked twice
   * @param labels the only labels that are wanted of them, or null for all
   */
  public HeadSelection select(
      Supplier<int[]> matching, long from, long to, @Nullable Set<String> labels) {
    return new HeadSelection(this, matching, from, to, labels, tombstones);
  }

  /** Deletes the samples of series within a range; samples that come later are not concerned. */
  public void delete(int[] series, long from, long to) throws IOException {
    long newest = Math.min(to, timeRange()[1]);
    if (from <= newest) {
      tombstones.add(series, from, newest);
    }
  }

  /** Returns what is missing within a range since files were damaged. */
  List<String> missing(long from, long to) {
    return chunks.missing(from, to);
  }

  /** Returns the partitions on disk, oldest first. */
  public List<StoragePartition> partitions() {
    return chunks.partitions();
  }

  /** Returns how many bytes the samples take on disk. */
  public long chunkBytes() {
    return chunks.size();
  }

  /** Makes what was committed safe against a power cut. */
  public void force() throws IOException {
    labels.force();
    wal.force();
  }

  /** Makes exemplars and metadata safe against a power cut, and their files short. */
  public void forceNotes() throws IOException {
    notes.force();
  }

  /** Returns the oldest and the newest timestamp, the first larger than the second when empty. */
  public long[] timeRange() {
    return targets.timeRange();
  }

  /** Returns how many blocks there are, finished or not. */
  public long blocks() {
    return targets.blocks();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (HeadTarget target : targets.all()) {
      target.awaitAppend();
    }
    try (pool;
        chunks;
        wal;
        notes) {
      try {
        checkpoint(0);
      } catch (IOException e) {
        LOG.warn(
            "cannot write to the chunk files in {}: {}; the samples stay in the log, from which the"
                + " next start takes them",
            settings.folder(),
            e.getMessage());
      }
    }
  }
}
