// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.MetricMetadata;
import io.narthex.spi.storage.RowWriter;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesExemplars;
import io.narthex.spi.storage.StorageContext;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StoragePartition;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.storage.local.chunk.ChunkStore;
import io.narthex.storage.local.head.ActiveSeries;
import io.narthex.storage.local.head.Head;
import io.narthex.storage.local.head.HeadSettings;
import io.narthex.storage.local.label.Activity;
import io.narthex.storage.local.label.Cardinality;
import io.narthex.storage.local.label.LabelStore;
import io.narthex.storage.local.tombstone.v1.Tombstones;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The engine over one data folder; see the package. */
final class LocalStorageEngine implements StorageEngine {

  private final Path folder;
  private final FolderLock lock;
  private final LabelStore labels;
  private final Head head;
  private final DamageLog damage;
  private final Background background;
  private volatile boolean closed;

  private LocalStorageEngine(
      Path folder,
      FolderLock lock,
      LabelStore labels,
      Head head,
      DamageLog damage,
      LocalStorageConfig config,
      StorageContext context) {
    this.folder = folder;
    this.lock = lock;
    this.labels = labels;
    this.head = head;
    this.damage = damage;
    this.background = new Background(config, context, head, labels);
  }

  static LocalStorageEngine open(LocalStorageConfig config, StorageContext context)
      throws IOException {
    Path folder = context.dataFolder();
    DamageLog damage = new DamageLog();
    FolderLock lock = FolderLock.of(folder, damage);
    try {
      return open(config, context, lock, damage);
    } catch (FileSystemException | FileNotFoundException e) {
      try (lock) {
        throw FolderLock.unwritable(folder, e);
      }
    } catch (IOException | RuntimeException e) {
      try (lock) {
        throw e;
      }
    }
  }

  private static LocalStorageEngine open(
      LocalStorageConfig config, StorageContext context, FolderLock lock, DamageLog damage)
      throws IOException {
    Path folder = context.dataFolder();
    Path wal = folder.resolve("wal");
    ChunkStore chunks = new ChunkStore(folder.resolve("chunks"), damage);
    LabelStore labels = null;
    try {
      labels =
          new LabelStore(
              folder.resolve("labels"), config.seriesLimits(), new RowsOnDisk(chunks, wal), damage);
      Head head =
          new Head(
              new HeadSettings(
                  folder,
                  config.blockRows(),
                  () -> context.outOfOrderWindow().toMillis(),
                  config.walSegmentBytes(),
                  context::maxExemplars,
                  config.maxSeriesPerTarget()),
              labels,
              Tombstones.open(folder.resolve("tombstones.nxt"), damage),
              chunks,
              wal,
              damage);
      return new LocalStorageEngine(folder, lock, labels, head, damage, config, context);
    } catch (IOException | RuntimeException e) {
      try (chunks;
          LabelStore close = labels) {
        throw e;
      }
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new StorageException("the storage engine of " + folder + " is closed");
    }
  }

  /** Does what the background threads do from time to time, now. */
  void maintain() throws IOException {
    background.look(true);
    background.tidy();
  }

  @Override
  public RowWriter writer(Labels target) {
    checkOpen();
    return head.writer(target);
  }

  @Override
  public Selection select(SelectRequest request) {
    checkOpen();
    return head.select(
        () -> labels.select(request.matchers()),
        request.fromMs(),
        request.toMs(),
        request.hints().labels());
  }

  /** Returns the series that match one of the sets; of those without a sample not all. */
  private int[] matching(List<List<Matcher>> matcherSets, Activity active) {
    if (matcherSets.size() == 1) {
      return labels.select(matcherSets.getFirst(), active);
    }
    return matcherSets.stream()
        .flatMapToInt(matchers -> Arrays.stream(labels.select(matchers, active)))
        .sorted()
        .distinct()
        .toArray();
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    checkOpen();
    try (ActiveSeries active = head.active(fromMs, toMs)) {
      return limited(
          matcherSets.isEmpty()
              ? labels.names(active)
              : labels.names(matching(matcherSets, active), active),
          limit);
    }
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    checkOpen();
    try (ActiveSeries active = head.active(fromMs, toMs)) {
      List<String> values =
          switch (matcherSets.size()) {
            case 0 -> labels.values(name, active);
            case 1 -> labels.values(name, matcherSets.getFirst(), active);
            default -> labels.values(name, matching(matcherSets, active), active);
          };
      return limited(values, limit);
    }
  }

  private static List<String> limited(List<String> all, int limit) {
    return limit > 0 && limit < all.size() ? List.copyOf(all.subList(0, limit)) : all;
  }

  @Override
  public List<Labels> series(List<List<Matcher>> matcherSets, long fromMs, long toMs, int limit) {
    checkOpen();
    List<Labels> found = new ArrayList<>();
    try (ActiveSeries active = head.active(fromMs, toMs)) {
      for (int series : matching(matcherSets, active)) {
        if (active.test(series)) {
          found.add(labels.labels(series));
          if (limit > 0 && found.size() == limit) {
            break;
          }
        }
      }
    }
    return found;
  }

  @Override
  public StorageStatistics statistics(int limit) {
    checkOpen();
    Cardinality counts = labels.cardinality(limit);
    long[] range = head.timeRange();
    return new StorageStatistics(
        counts.series(),
        counts.pairs(),
        head.blocks(),
        range[0],
        range[1],
        bytesOnDisk(),
        counts.seriesByMetric(),
        counts.valuesByLabel(),
        counts.bytesByLabel(),
        counts.seriesByPair());
  }

  @Override
  public List<StoragePartition> partitions() {
    checkOpen();
    return head.partitions();
  }

  @Override
  public long corruptions() {
    return damage.count();
  }

  private long bytesOnDisk() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException | IOException e) {
      // A file went away during the walk; what is there can be counted the next time.
      return 0;
    }
  }

  @Override
  public void delete(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    checkOpen();
    try (ActiveSeries active = head.active(fromMs, toMs)) {
      head.delete(
          Arrays.stream(matching(matcherSets, active)).filter(active).toArray(), fromMs, toMs);
    } catch (IOException e) {
      throw new StorageException(
          "cannot note deleted samples in "
              + folder
              + ": "
              + e.getMessage()
              + "; nothing was deleted; free space there, or make it writable",
          e);
    }
  }

  @Override
  public void cleanTombstones() throws IOException {
    checkOpen();
    background.clean();
  }

  @Override
  public void snapshot(Path into, boolean withHead) throws IOException {
    checkOpen();
    try {
      background.copyTo(into, withHead);
    } catch (IOException e) {
      throw new IOException(
          "the snapshot in "
              + into
              + " is incomplete: "
              + e.getMessage()
              + "; remove it, and free space there or make it writable",
          e);
    }
  }

  @Override
  public List<SeriesExemplars> exemplars(List<List<Matcher>> matcherSets, long fromMs, long toMs) {
    checkOpen();
    List<SeriesExemplars> found = new ArrayList<>();
    // A series may have exemplars where it has no sample.
    for (int series : matching(matcherSets, series -> true)) {
      List<Exemplar> of = head.exemplars(series, fromMs, toMs);
      if (!of.isEmpty()) {
        found.add(new SeriesExemplars(labels.labels(series), of));
      }
    }
    return found;
  }

  @Override
  public List<MetricMetadata> metadata() {
    checkOpen();
    return head.allMetadata();
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (lock;
        labels;
        head) {
      background.close();
    } catch (IOException e) {
      throw new IOException(
          "cannot bring everything in "
              + folder
              + " to the disk: "
              + e.getMessage()
              + "; what was appended last may be lost in a power cut",
          e);
    }
  }
}
