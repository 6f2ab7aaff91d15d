// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.memory.IntList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.ObjLongConsumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lucene index over the series of a {@link SeriesTable}: a document per series with the terms
 * {@code name NUL value} in the field {@code l} and the series' number as doc value {@code s}.
 *
 * <p>{@link #refresh} is called by one thread now and then and takes in the series that came since;
 * {@link #select} finds those that it does not know yet by testing each.
 */
final class LabelIndex implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LabelIndex.class);

  private static final String TERMS = "l";
  private static final String NUMBER = "s";
  private static final String COMMITTED_SERIES = "series";

  /** From so many candidates on, further conditions are answered from postings, too. */
  private static final int MANY = 4096;

  private static final FieldType TERM_TYPE = termType();

  private final SymbolTable symbols;
  private final SeriesTable series;
  private final FSDirectory directory;
  // Null after a failure, until the next refresh.
  private @Nullable IndexWriter writer;
  private volatile View view;
  private int committed;

  /** A reader that knows the series below {@code known}. */
  private record View(DirectoryReader reader, int known) {}

  private static FieldType termType() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS);
    type.setOmitNorms(true);
    type.setTokenized(false);
    type.freeze();
    return type;
  }

  /**
   * Opens the index of a folder, or makes it.
   *
   * @throws IOException when it cannot be read or belongs to more series than the table has
   */
  LabelIndex(Path folder, SymbolTable symbols, SeriesTable series) throws IOException {
    this.symbols = symbols;
    this.series = series;
    this.directory = new MMapDirectory(folder);
    IndexWriter opened;
    try {
      opened = new IndexWriter(directory, config());
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    try {
      DirectoryReader reader = DirectoryReader.open(opened);
      for (Map.Entry<String, String> entry :
          opened.getLiveCommitData() == null
              ? List.<Map.Entry<String, String>>of()
              : opened.getLiveCommitData()) {
        if (entry.getKey().equals(COMMITTED_SERIES)) {
          committed = Integer.parseInt(entry.getValue());
        }
      }
      view = new View(reader, committed);
      if (committed > series.count() || reader.numDocs() != committed) {
        throw new IOException(
            folder
                + " knows "
                + reader.numDocs()
                + " series, but the label log has "
                + series.count());
      }
    } catch (IOException | RuntimeException e) {
      opened.rollback();
      directory.close();
      throw e;
    }
    this.writer = opened;
  }

  private static IndexWriterConfig config() {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setRAMBufferSizeMB(16);
    config.setUseCompoundFile(true);
    config.setCommitOnClose(false);
    ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(2, 1);
    config.setMergeScheduler(merges);
    return config;
  }

  /**
   * Takes in the series that came since the last time.
   *
   * @throws IOException when it cannot be written; what was known stays known, and the next call
   *     tries again
   */
  synchronized void refresh() throws IOException {
    View now = view;
    int to = series.count();
    IndexWriter into = writer;
    if (to == now.known && into != null) {
      return;
    }
    try {
      DirectoryReader newer;
      if (into == null) {
        into = new IndexWriter(directory, config());
        writer = into;
        add(into, committed, to);
        newer = DirectoryReader.open(into);
      } else {
        add(into, now.known, to);
        newer = DirectoryReader.openIfChanged(now.reader, into);
      }
      if (newer != null) {
        view = new View(newer, to);
        now.reader.decRef();
      }
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  private void add(IndexWriter into, int from, int to) throws IOException {
    for (int s = from; s < to; s++) {
      into.addDocument(document(s));
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

  /** Makes what was refreshed safe. */
  synchronized void commit() throws IOException {
    int known = view.known;
    IndexWriter now = writer;
    if (known == committed || now == null) {
      return;
    }
    try {
      now.setLiveCommitData(Map.of(COMMITTED_SERIES, Integer.toString(known)).entrySet());
      now.commit();
      committed = known;
    } catch (IOException | RuntimeException e) {
      abandon(e);
      throw e;
    }
  }

  /** Returns how many series wait for {@link #refresh}. */
  int waiting() {
    return series.count() - view.known;
  }

  private Document document(int number) {
    Document document = new Document();
    LabelCursor cursor = series.cursor(number);
    while (cursor.next()) {
      document.add(
          new Field(
              TERMS, term(symbols.utf8(cursor.name()), symbols.utf8(cursor.value())), TERM_TYPE));
    }
    document.add(new NumericDocValuesField(NUMBER, number));
    return document;
  }

  private static BytesRef term(byte[] name, byte[] value) {
    byte[] term = Arrays.copyOf(name, name.length + 1 + value.length);
    System.arraycopy(value, 0, term, name.length + 1, value.length);
    return new BytesRef(term);
  }

  private static BytesRef term(String name, String value) {
    return term(name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  private View acquire() {
    while (true) {
      View now = view;
      if (now.reader.tryIncRef()) {
        return now;
      }
    }
  }

  private static void release(View view) {
    try {
      view.reader.decRef();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close a label index reader", e);
    }
  }

  /**
   * Returns the numbers of the series that pass all matchers.
   *
   * @param names the matchers' name symbols, -1 for unknown names
   */
  int[] select(List<TextMatcher> matchers, int[] names) throws IOException {
    SymbolFilter filter = new SymbolFilter(symbols, series, matchers, names);
    List<TextMatcher> drivers = new ArrayList<>();
    for (TextMatcher m : matchers) {
      if (!m.matchesEmpty()) {
        drivers.add(m);
      }
    }
    IntList found = new IntList(256);
    View now = acquire();
    try {
      for (LeafReaderContext leaf : now.reader.leaves()) {
        select(leaf.reader(), drivers, filter, found);
      }
      int end = series.count();
      for (int s = now.known; s < end; s++) {
        if (filter.passes(s)) {
          found.add(s);
        }
      }
    } finally {
      release(now);
    }
    int[] numbers = found.toArray();
    Arrays.sort(numbers);
    return numbers;
  }

  private static void select(
      LeafReader leaf, List<TextMatcher> drivers, SymbolFilter filter, IntList found)
      throws IOException {
    NumericDocValues numbers = leaf.getNumericDocValues(NUMBER);
    Terms terms = leaf.terms(TERMS);
    if (numbers == null || terms == null) {
      return;
    }
    DocIdSetIterator docs = candidates(leaf, terms, drivers);
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (numbers.advanceExact(doc)) {
        int number = (int) numbers.longValue();
        if (filter.passes(number)) {
          found.add(number);
        }
      }
    }
  }

  /** Returns a superset of the documents that pass the drivers, as small as is cheap to get. */
  private static DocIdSetIterator candidates(
      LeafReader leaf, Terms terms, List<TextMatcher> drivers) throws IOException {
    int maxDoc = leaf.maxDoc();
    TextMatcher best = null;
    long bestCost = maxDoc;
    for (TextMatcher m : drivers) {
      if (m.isWords()) {
        long cost = cost(terms, m);
        if (best == null || cost < bestCost) {
          best = m;
          bestCost = cost;
        }
      }
    }
    if (best != null && bestCost <= MANY) {
      return bits(terms, best, maxDoc);
    }
    BitIntersection all = new BitIntersection(maxDoc);
    for (TextMatcher m : drivers) {
      // A negated matcher that refuses the empty value, l!="" say, passes nearly everything.
      if (m.isWords() || m.isPositive()) {
        FixedBitSet set = new FixedBitSet(maxDoc);
        collect(terms, m, set);
        all.and(set);
      }
    }
    return all.iterator();
  }

  private static DocIdSetIterator bits(Terms terms, TextMatcher m, int maxDoc) throws IOException {
    if (m.words().size() == 1) {
      TermsEnum seek = terms.iterator();
      return seek.seekExact(term(m.name(), m.words().iterator().next()))
          ? seek.postings(null, PostingsEnum.NONE)
          : DocIdSetIterator.empty();
    }
    FixedBitSet set = new FixedBitSet(maxDoc);
    collect(terms, m, set);
    return new BitIntersection(maxDoc).and(set).iterator();
  }

  private static long cost(Terms terms, TextMatcher m) throws IOException {
    long cost = 0;
    TermsEnum seek = terms.iterator();
    for (String word : m.words()) {
      if (seek.seekExact(term(m.name(), word))) {
        cost += seek.docFreq();
      }
    }
    return cost;
  }

  private static void collect(Terms terms, TextMatcher m, FixedBitSet into) throws IOException {
    TermsEnum seek = terms.iterator();
    PostingsEnum postings = null;
    if (m.isWords()) {
      for (String word : m.words()) {
        if (seek.seekExact(term(m.name(), word))) {
          postings = seek.postings(postings, PostingsEnum.NONE);
          into.or(postings);
        }
      }
      return;
    }
    int skip = m.name().getBytes(StandardCharsets.UTF_8).length + 1;
    BytesRef begin = term(m.name(), m.prefix());
    TermsEnum.SeekStatus status = seek.seekCeil(begin);
    BytesRef term = status == TermsEnum.SeekStatus.END ? null : seek.term();
    while (term != null && startsWith(term, begin)) {
      if (m.matches(value(term, skip))) {
        postings = seek.postings(postings, PostingsEnum.NONE);
        into.or(postings);
      }
      term = seek.next();
    }
  }

  private static String value(BytesRef term, int skip) {
    return new String(term.bytes, term.offset + skip, term.length - skip, StandardCharsets.UTF_8);
  }

  private static boolean startsWith(BytesRef term, BytesRef prefix) {
    return term.length >= prefix.length
        && Arrays.equals(
            term.bytes,
            term.offset,
            term.offset + prefix.length,
            prefix.bytes,
            prefix.offset,
            prefix.offset + prefix.length);
  }

  /**
   * Finds the values of a label.
   *
   * @param nameSymbol the label's name
   * @param active which series count
   * @param values told of each value, possibly more than once
   */
  void values(int nameSymbol, IntPredicate active, Consumer<String> values) throws IOException {
    byte[] name = symbols.utf8(nameSymbol);
    BytesRef begin = term(name, new byte[0]);
    View now = acquire();
    try {
      for (LeafReaderContext context : now.reader.leaves()) {
        LeafReader leaf = context.reader();
        Terms terms = leaf.terms(TERMS);
        if (terms == null) {
          continue;
        }
        TermsEnum seek = terms.iterator();
        BytesRef term = seek.seekCeil(begin) == TermsEnum.SeekStatus.END ? null : seek.term();
        while (term != null && startsWith(term, begin)) {
          if (anyActive(leaf, seek, active)) {
            values.accept(value(term, name.length + 1));
          }
          term = seek.next();
        }
      }
      int end = series.count();
      for (int s = now.known; s < end; s++) {
        int value = series.value(s, nameSymbol);
        if (value >= 0 && active.test(s)) {
          values.accept(symbols.text(value));
        }
      }
    } finally {
      release(now);
    }
  }

  private static boolean anyActive(LeafReader leaf, TermsEnum at, IntPredicate active)
      throws IOException {
    NumericDocValues numbers = leaf.getNumericDocValues(NUMBER);
    PostingsEnum docs = at.postings(null, PostingsEnum.NONE);
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (numbers != null && numbers.advanceExact(doc) && active.test((int) numbers.longValue())) {
        return true;
      }
    }
    return false;
  }

  /** Tells each {@code name NUL value} pair that the index knows, with its count of series. */
  void pairs(ObjLongConsumer<String> pairs) throws IOException {
    View now = acquire();
    try {
      Terms terms = MultiTerms.getTerms(now.reader, TERMS);
      if (terms == null) {
        return;
      }
      TermsEnum all = terms.iterator();
      for (BytesRef term = all.next(); term != null; term = all.next()) {
        pairs.accept(term.utf8ToString(), all.docFreq());
      }
    } finally {
      release(now);
    }
  }

  /** Takes in what is new, makes it safe and closes. */
  @Override
  public synchronized void close() throws IOException {
    try (directory) {
      try {
        refresh();
        commit();
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "cannot write the label index in {}: {}; what it lacks is taken from the label log at"
                + " the next start",
            directory.getDirectory(),
            e.getMessage());
      }
      view.reader.decRef();
      IndexWriter now = writer;
      if (now != null) {
        now.close();
      }
    }
  }
}
