// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.memory.IntList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which series have which pairs. Series that came lately are in {@linkplain MemoryPostings arrays}
 * that {@link #refresh} makes every second, and a query that finds many new ones; once there are
 * many, Lucene writes them as one part of its index: a document per series with the terms {@code
 * name NUL value} in the field {@code l} and the series' number as doc value {@code s}. Series that
 * came since are in neither: see {@link LabelView#known}.
 *
 * <p>The index is a folder in the format of Lucene 10.4 (its default codec, compound files where
 * Lucene makes such). The user data of a commit has {@code generation}, that of the label log that
 * it was made from, {@code added}, how many series that log had added by then, of which each is in
 * the index, and {@code documents}, how many documents there are. One whose data do not fit the
 * label log is set aside and made again.
 *
 * <p>An index belongs to one {@link Catalog}. Its documents are never deleted; series that went are
 * left out by the reader of the result, and the whole index is written anew when they are many.
 *
 * <p>One thread at a time joins and writes, and keeps nobody from reading meanwhile, nor from
 * taking in what is new; both are for any thread.
 */
final class LabelIndex {

  static final String TERMS = "l";
  static final String NUMBER = "s";

  private static final Logger LOG = LoggerFactory.getLogger(LabelIndex.class);
  private static final String ADDED = "added";
  private static final String GENERATION = "generation";
  private static final String DOCUMENTS = "documents";

  /** So many series in memory are written to disk. */
  private static final int MANY = 1 << 17;

  /**
   * So many at most are not written when the index is made safe, and an eighth of those that are;
   * they are taken from the log at a start.
   */
  private static final int SOME = 1 << 13;

  private static final int SHARE = 8;

  /** A query goes through so many new series at most, if it can. */
  private static final int WAITING = 1 << 13;

  private final PairTable pairs;
  private final SeriesTable series;
  private final int generation;
  private final FSDirectory directory;
  // Held by whoever uses the writer, and taken before the next one.
  private final ReentrantLock writing = new ReentrantLock();
  // Held by whoever changes the view, never while something is written: queries change it, too.
  private final ReentrantLock changing = new ReentrantLock();
  // Null after a failure, until the next refresh.
  private @Nullable IndexWriter writer;
  private volatile LabelView view;
  private int committed;
  private volatile boolean broken;

  /** Makes the label log safe, as far as it was written. */
  @FunctionalInterface
  interface Safety {

    /** Returns once all series that have been added are safe against a power cut. */
    void force() throws IOException;
  }

  /**
   * Opens the index of a folder, or makes it.
   *
   * @param generation which catalog it belongs to
   * @throws IOException when it cannot be read, or belongs to another catalog
   */
  LabelIndex(Path folder, PairTable pairs, SeriesTable series, int generation) throws IOException {
    this.pairs = pairs;
    this.series = series;
    this.generation = generation;
    this.directory = new MMapDirectory(folder);
    IndexWriter opened;
    try {
      opened = new IndexWriter(directory, config());
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    try {
      this.view = first(opened);
    } catch (IOException | RuntimeException e) {
      opened.rollback();
      directory.close();
      throw e;
    }
    this.writer = opened;
  }

  private LabelView first(IndexWriter opened) throws IOException {
    DirectoryReader reader = DirectoryReader.open(opened);
    int of = generation;
    int documents = 0;
    if (opened.getLiveCommitData() != null) {
      for (Map.Entry<String, String> entry : opened.getLiveCommitData()) {
        switch (entry.getKey()) {
          case ADDED -> committed = Integer.parseInt(entry.getValue());
          case DOCUMENTS -> documents = Integer.parseInt(entry.getValue());
          case GENERATION -> of = Integer.parseInt(entry.getValue());
          default -> LOG.debug("passed over {} of {}", entry, directory.getDirectory());
        }
      }
    }
    if (of != generation || committed > series.addedCount() || reader.numDocs() != documents) {
      throw new IOException(
          "it knows "
              + reader.numDocs()
              + " series of generation "
              + of
              + ", but the label log has "
              + series.addedCount()
              + " of generation "
              + generation);
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      leaf.reader().checkIntegrity();
    }
    return withNew(new LabelView(reader, committed, List.of(), committed));
  }

  private static IndexWriterConfig config() {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setUseCompoundFile(true);
    config.setCommitOnClose(false);
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(2, 1);
    config.setMergeScheduler(merges);
    return config;
  }

  /** Returns a view that knows what came since, too. */
  private LabelView withNew(LabelView now) {
    int to = series.addedCount();
    if (to == now.known()) {
      return now;
    }
    List<MemoryPostings> memory = new ArrayList<>(now.memory());
    memory.add(postings(now.known(), to));
    return new LabelView(now.reader(), now.settled(), List.copyOf(memory), to);
  }

  private MemoryPostings postings(int from, int to) {
    return MemoryPostings.of(series, pairs.count(), from, added(from, to));
  }

  /** Returns the numbers of additions, ascending, without those that were lost. */
  private int[] added(int from, int to) {
    IntList numbers = new IntList(to - from);
    for (int n = from; n < to; n++) {
      int number = series.addedAt(n);
      if (number >= 0) {
        numbers.add(number);
      }
    }
    int[] sorted = numbers.toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /**
   * Takes in the series that came since the last time. A part of the index that was written is made
   * safe at once, so that a start after a kill need not make it again.
   *
   * @param commit whether it is written also when it is not much
   * @param log makes safe what the index leans on: it must never know more than the log
   * @throws IOException when it cannot be written; what was known stays known, and the next call
   *     tries again
   */
  void refresh(boolean commit, Safety log) throws IOException {
    refresh(commit ? Math.min(SOME, 1 + view.settled() / SHARE) : MANY, log);
  }

  /** Takes in what came, and writes it when it is at least so much. */
  private void refresh(int written, Safety log) throws IOException {
    writing.lock();
    try {
      takeIn();
      IndexWriter into = writer == null ? reopen() : writer;
      if (view.inMemory() >= written) {
        settle(into);
      } else {
        join();
      }
      if (view.settled() != committed) {
        log.force();
        commit(into);
      }
    } finally {
      writing.unlock();
    }
  }

  private void takeIn() {
    changing.lock();
    try {
      view = withNew(view);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Takes in the series that came since, when they are many and nobody else is about to. What costs
   * the more the more are in memory is left to {@link #refresh}, since a query waits for this.
   */
  private void catchUp() {
    if (waiting() >= WAITING && changing.tryLock()) {
      try {
        takeIn();
      } finally {
        changing.unlock();
      }
    }
  }

  /** Puts parts in memory together, each of at most twice what follows it: there are never many. */
  private void join() {
    LabelView now = view;
    List<MemoryPostings> parts = now.memory();
    for (int n = 0; n < parts.size() - 1; n++) {
      int from = parts.get(n).first();
      int next = parts.get(n + 1).first();
      if (next - from <= 2 * (now.known() - next)) {
        List<MemoryPostings> joined = new ArrayList<>(parts.subList(0, n));
        joined.add(postings(from, now.known()));
        replace(now, now.reader(), now.settled(), joined);
        return;
      }
    }
  }

  /** Puts something in the place of a view, whose successors have further parts in memory only. */
  private void replace(
      LabelView old, DirectoryReader reader, int settled, List<MemoryPostings> memory) {
    changing.lock();
    try {
      LabelView now = view;
      List<MemoryPostings> all = new ArrayList<>(memory);
      all.addAll(now.memory().subList(old.memory().size(), now.memory().size()));
      view = new LabelView(reader, settled, List.copyOf(all), now.known());
    } finally {
      changing.unlock();
    }
  }

  /** Begins anew after a failure, from what was safe. */
  private IndexWriter reopen() throws IOException {
    IndexWriter fresh = new IndexWriter(directory, config());
    changing.lock();
    try {
      LabelView now = view;
      LabelView safe =
          withNew(new LabelView(DirectoryReader.open(fresh), committed, List.of(), committed));
      view = safe;
      now.reader().decRef();
    } catch (IOException | RuntimeException e) {
      fresh.rollback();
      throw e;
    } finally {
      changing.unlock();
    }
    writer = fresh;
    return fresh;
  }

  /** Writes what is in memory as a part of the index on disk. */
  private void settle(IndexWriter into) throws IOException {
    LabelView now = view;
    try {
      MemoryPostings all =
          now.memory().size() == 1 ? now.memory().getFirst() : postings(now.settled(), now.known());
      into.addIndexes(SlowCodecReaderWrapper.wrap(new PostingsReader(all, pairs)));
      DirectoryReader newer = DirectoryReader.openIfChanged(now.reader(), into);
      if (newer != null) {
        replace(now, newer, now.known(), List.of());
        now.reader().decRef();
      }
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  /**
   * Gives up a writer that failed, on a full disk say: what it took in since its last commit may be
   * lost or be there in part. Its readers go on.
   */
  private void abandon(Exception reason) {
    IndexWriter failed = writer;
    writer = null;
    if (failed != null) {
      try {
        failed.rollback();
      } catch (IOException | RuntimeException e) {
        reason.addSuppressed(e);
      }
    }
  }

  private void commit(IndexWriter into) throws IOException {
    int settled = view.settled();
    try {
      into.setLiveCommitData(
          Map.of(
                  ADDED,
                  Integer.toString(settled),
                  DOCUMENTS,
                  Integer.toString(view.reader().numDocs()),
                  GENERATION,
                  Integer.toString(generation))
              .entrySet());
      into.commit();
      committed = settled;
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  /** Returns how many additions wait for {@link #refresh}. */
  int waiting() {
    return series.addedCount() - view.known();
  }

  /** Returns the present view, held; null when the index is closed. */
  @Nullable LabelView acquire() {
    catchUp();
    while (true) {
      LabelView now = view;
      if (now.hold()) {
        return now;
      }
      if (now == view) {
        return null;
      }
    }
  }

  /** Tells that reading failed: the index is to be made again. */
  void fail(Exception reason) {
    if (!broken) {
      broken = true;
      LOG.error(
          "cannot read the label index in {}: {}; it is moved aside and built again from the label"
              + " log, and queries go through all series until then",
          directory.getDirectory(),
          reason.getMessage(),
          reason);
    }
  }

  /** Returns whether reading failed. */
  boolean isBroken() {
    return broken;
  }

  /**
   * Makes what is known safe and closes.
   *
   * @param log as for {@link #refresh}
   */
  void close(Safety log) throws IOException {
    writing.lock();
    try (directory) {
      try {
        refresh(1, log);
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "cannot write the label index in {}: {}; what it lacks is taken from the label log at"
                + " the next start",
            directory.getDirectory(),
            e.getMessage());
      }
      discard();
    } finally {
      writing.unlock();
    }
  }

  /** Closes without writing anything; its folder may be deleted then. */
  void discard() throws IOException {
    writing.lock();
    try (directory) {
      view.reader().decRef();
      IndexWriter now = writer;
      writer = null;
      if (now != null) {
        now.rollback();
      }
    } finally {
      writing.unlock();
    }
  }
}
