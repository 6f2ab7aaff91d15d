// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.LimitExceededException;
import io.narthex.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series and targets of the engine, by number, and which of them a selector means.
 *
 * <p>Adding takes this object's lock; {@link #flush} must be called before a row that refers to a
 * new series is logged. {@link #refresh}, {@link #beginSweep} and {@link #endSweep} are for the
 * thread of the background. Everything else may be called from any thread.
 */
public final class LabelStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LabelStore.class);

  private static final int MAX_PENDING = 16 << 20;

  /** The log is written anew when so many series went, and one in so many. */
  private static final int REWRITE_FROM = 1 << 10;

  private static final int REWRITE_SHARE = 4;

  private final Path folder;
  private final CatalogFolder files;
  private final SeriesLimits limits;
  private final TargetTable targets = new TargetTable();
  private final LabelQueries queries;
  private final FutureTask<Catalog> opening;
  private volatile @Nullable Catalog catalog;
  private Catalog.Writer writer;
  private int[] sought = new int[64];

  // Written under the lock of the store.
  private volatile long namings;
  // While it is looked which series have gone: those that were asked for meanwhile.
  private @Nullable BitSet touched;
  // An index that queries may still read, closed a while after another took its place.
  private volatile @Nullable Catalog retired;

  /**
   * Opens the store of a folder, or makes it. When this returns, it is known which series there are
   * and which targets they are in; what finds them is made by a thread of its own meanwhile, for
   * which everything else waits. {@link #opened} says how that went.
   *
   * @param limits what new series must keep to
   * @param rows asked when the label log is gone or damaged
   * @param warnings told of damage
   */
  public LabelStore(Path folder, SeriesLimits limits, StoredRows rows, Consumer<String> warnings)
      throws IOException {
    this.folder = folder;
    this.limits = limits;
    this.files = new CatalogFolder(folder, warnings);
    CatalogFolder.Opened opened = files.open(targets, rows);
    this.writer = opened.writer();
    this.queries = new LabelQueries(folder, this::catalog);
    this.opening = new FutureTask<>(() -> files.finish(opened));
    Thread.ofPlatform().daemon().name("narthex-storage-labels").start(opening);
  }

  /**
   * Returns once series can be sought and added.
   *
   * @throws IOException when the index could not be opened, nor made again
   */
  public void opened() throws IOException {
    if (catalog != null) {
      return;
    }
    try {
      Catalog first = Uninterrupted.get(opening);
      synchronized (this) {
        catalog = catalog == null ? first : catalog;
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException("cannot open the labels in " + folder + ": " + e.getCause(), e);
    }
  }

  private Catalog catalog() {
    Catalog now = catalog;
    if (now != null) {
      return now;
    }
    try {
      opened();
    } catch (IOException e) {
      throw new StorageException(String.valueOf(e.getMessage()), e);
    }
    return Objects.requireNonNull(catalog, "catalog");
  }

  /** Returns a target's number, and gives it one when it is new. */
  public synchronized int target(Labels labels) {
    int known = targets.find(labels);
    if (known >= 0) {
      return known;
    }
    makeRoom();
    writer.target(labels);
    return targets.add(labels);
  }

  /** Returns all targets, by number. */
  public synchronized List<Labels> targets() {
    return targets.all();
  }

  /** Returns a series' number, or -1 when it is not known. */
  public synchronized int find(Labels labels) {
    int n = labels.size();
    sought = sought.length < n ? new int[n] : sought;
    for (int i = 0; i < n; i++) {
      int pair = catalog().pairs().find(labels.name(i), labels.value(i));
      if (pair < 0) {
        return -1;
      }
      sought[i] = pair;
    }
    return catalog().series().find(sought, n);
  }

  /**
   * Returns a series' number, and gives it one when it is new. Notes that the series is in the
   * target.
   *
   * @return the number, or {@code -1 - number} when it is new
   * @throws LimitExceededException when there are too many series, or a label is too long or has
   *     too many values
   */
  public synchronized int series(Labels labels, int target) {
    int known = find(labels);
    if (known >= 0) {
      touch(known);
      if (!targets.isIn(known, target)) {
        writer.also(known, target);
        targets.addFurther(known, target);
        namings++;
      }
      return known;
    }
    limits.check(labels, catalog().pairs(), catalog().series());
    makeRoom();
    int number = writer.add(target, writer.pairs(labels), labels.size());
    targets.setFirst(number, target);
    touch(number);
    namings++;
    return -1 - number;
  }

  /** Returns a number that grows whenever a series is named, or is seen in a further target. */
  public long namings() {
    return namings;
  }

  private void touch(int number) {
    BitSet now = touched;
    if (now != null) {
      now.set(number);
    }
  }

  /**
   * Writes what waits when it has become much, as it does while appends fail on a full disk. Before
   * anything of a new series is noted, since a pair without its note would shift all numbers.
   */
  private void makeRoom() {
    if (writer.log().pendingBytes() > MAX_PENDING) {
      try {
        writer.log().flush();
      } catch (IOException e) {
        throw new StorageException(
            "cannot write new series to "
                + folder
                + ": "
                + e.getMessage()
                + "; free space there, or make it writable",
            e);
      }
    }
  }

  /**
   * Writes what is new, so that it survives the end of this process.
   *
   * @throws IOException when it cannot be written; it is kept and written the next time
   */
  public synchronized void flush() throws IOException {
    writer.log().flush();
  }

  /** Copies the log into a folder; the index is built again by whoever opens it. */
  public synchronized void copyTo(Path into) throws IOException {
    writer.log().flush();
    Files.createDirectories(into);
    Files.copy(files.log(), into.resolve(files.log().getFileName()));
  }

  /** Makes what was flushed safe against a power cut. */
  public synchronized void force() throws IOException {
    writer.log().force();
  }

  /** Numbers below this one are in use by rows, and not given to new series. */
  public synchronized void reserve(int below) {
    catalog().series().reserve(below);
  }

  /** Returns how many series there are. */
  public int seriesCount() {
    return catalog().series().live();
  }

  /** Returns whether there is a series of that number. */
  public boolean isKnown(int number) {
    return catalog().series().isLive(number);
  }

  /** Returns a series' labels; none when it went long ago. */
  public Labels labels(int number) {
    return catalog().series().labels(number);
  }

  /**
   * Returns a reader of series' labels.
   *
   * @param names the only labels that are wanted, or null for all
   */
  public LabelReader reader(@Nullable Set<String> names) {
    return new LabelReader(catalog(), names);
  }

  /** Returns the target that a series was first seen in. */
  public int firstTarget(int number) {
    return targets.first(number);
  }

  /** Returns the further targets that a series was seen in. */
  public int[] furtherTargets(int number) {
    return targets.further(number);
  }

  /** Returns the series that are in several targets. */
  public List<Integer> seriesInSeveralTargets() {
    return targets.inSeveral();
  }

  /**
   * Returns the numbers of the series that pass all matchers, ascending.
   *
   * @throws IllegalArgumentException on a regular expression that is none
   */
  public int[] select(List<Matcher> matchers) {
    return queries.select(matchers);
  }

  /**
   * Returns the numbers of the series that pass all matchers, ascending. Inactive ones may be left
   * out, where that is quicker.
   *
   * @throws IllegalArgumentException on a regular expression that is none
   */
  public int[] select(List<Matcher> matchers, Activity active) {
    return queries.select(matchers, active);
  }

  /** Returns the values that series have for a label, sorted. */
  public List<String> values(String name, Activity active) {
    return queries.values(name, active);
  }

  /** Returns the values that these series have for a label, sorted. */
  public List<String> values(String name, int[] numbers, IntPredicate active) {
    return queries.values(name, numbers, active);
  }

  /** Returns the values that series which pass all matchers have for a label, sorted. */
  public List<String> values(String name, List<Matcher> matchers, Activity active) {
    return queries.values(name, matchers, active);
  }

  /** Returns the names of the labels that series have, sorted. */
  public List<String> names(Activity active) {
    return queries.names(active);
  }

  /** Returns the names of the labels that these series have, sorted. */
  public List<String> names(int[] numbers, IntPredicate active) {
    return queries.names(numbers, active);
  }

  /**
   * Counts series, values and pairs.
   *
   * @param limit how many entries each ranking has
   */
  public Cardinality cardinality(int limit) {
    Catalog now = catalog();
    return Cardinality.of(now.pairs(), now.series(), limit);
  }

  /**
   * Takes new series into the index; called now and then from a thread of the background.
   *
   * @param commit whether the index is also made safe
   */
  public void refresh(boolean commit) throws IOException {
    if (catalog().index().isBroken()) {
      indexAgain(catalog());
    }
    catalog().index().refresh(commit, this::makeSafe);
    Catalog old = retired;
    if (commit && old != null) {
      retired = null;
      old.index().discard();
      CatalogFolder.delete(files.index(old.generation()));
    }
  }

  private synchronized void makeSafe() throws IOException {
    writer.log().flush();
    writer.log().force();
  }

  private void indexAgain(Catalog now) throws IOException {
    now.index().discard();
    LabelIndex fresh =
        files.again(files.index(now.generation()), now.pairs(), now.series(), now.generation());
    synchronized (this) {
      if (catalog == now) {
        catalog = new Catalog(now.generation(), now.pairs(), now.series(), fresh);
        return;
      }
    }
    fresh.discard();
  }

  /** Returns how many series the index does not know yet. */
  public int waiting() {
    return catalog().index().waiting();
  }

  /**
   * Begins to look which series went. Those that are asked for from now on count as there.
   *
   * @return the series that there are now
   */
  public synchronized BitSet beginSweep() {
    touched = new BitSet();
    SeriesTable series = catalog().series();
    BitSet live = new BitSet(series.end());
    for (int n = 0; n < series.end(); n++) {
      if (series.isLive(n)) {
        live.set(n);
      }
    }
    return live;
  }

  /**
   * Removes series that went: no query finds them from now on. When many have gone, everything is
   * written anew without them, and their numbers may be given again.
   *
   * @param gone series that nothing refers to, as was found since {@link #beginSweep}; empty when
   *     none shall be removed
   */
  public void endSweep(BitSet gone) throws IOException {
    synchronized (this) {
      BitSet since = touched;
      touched = null;
      if (since != null) {
        gone.andNot(since);
      }
      if (!gone.isEmpty()) {
        catalog().series().remove(gone);
        gone.stream()
            .forEach(
                number -> {
                  writer.removed(number);
                  targets.forget(number);
                });
        writer.log().flush();
      }
    }
    SeriesTable series = catalog().series();
    int removed = series.removed().cardinality();
    if (removed >= REWRITE_FROM && removed >= series.live() / REWRITE_SHARE) {
      rewrite();
    }
  }

  /** Writes everything anew, without what went. */
  private void rewrite() throws IOException {
    Catalog old = catalog();
    int generation = old.generation() + 1;
    Rewrite rewrite =
        new Rewrite(
            files.fresh(generation, old.series().end()), old.pairs(), old.series(), targets);
    LabelIndex index = null;
    Catalog.Writer before;
    try {
      rewrite.copy();
      CatalogFolder.delete(files.index(generation));
      index = files.index(files.index(generation), rewrite.pairs(), rewrite.series(), generation);
      index.refresh(false, rewrite.writer().log()::force);
      synchronized (this) {
        rewrite.finish();
        files.place();
        before = writer;
        writer = rewrite.writer();
        catalog = new Catalog(generation, rewrite.pairs(), rewrite.series(), index);
      }
      retired = old;
      close(before);
    } catch (IOException | RuntimeException e) {
      try (rewrite) {
        files.discard();
        if (index != null) {
          index.discard();
        }
      }
      throw e;
    }
  }

  private void close(Catalog.Writer before) {
    try {
      before.log().close();
    } catch (IOException e) {
      // Its file is no more in the folder.
      LOG.debug("cannot close the former label log of {}: {}", folder, e.getMessage());
    }
  }

  /** Returns how many bytes the label sets take outside the heap. */
  public long reservedBytes() {
    Catalog now = catalog();
    return now.pairs().reservedBytes() + now.series().reservedBytes();
  }

  @Override
  public void close() throws IOException {
    try (var log = writer.log()) {
      try {
        opened();
      } catch (IOException e) {
        // Whoever opened the store was told.
        LOG.debug("closing {}, which could not be opened: {}", folder, e.getMessage());
        return;
      }
      catalog().index().close(this::makeSafe);
      Catalog old = retired;
      if (old != null) {
        retired = null;
        old.index().discard();
        CatalogFolder.delete(files.index(old.generation()));
      }
      LOG.debug("closed {} with {} bytes", folder, log.size());
    }
  }
}
