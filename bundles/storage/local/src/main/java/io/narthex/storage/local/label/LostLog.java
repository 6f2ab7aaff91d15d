// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.file.Aside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Fills tables with what was lost with the label log, or with a part of it: the rows tell which
 * numbers of series are in use and in which targets, the index has the labels of those that it
 * knows. The labels of targets are in neither and get stand-ins.
 */
final class LostLog implements StoredRows.Visitor {

  private final PairTable pairs;
  private final SeriesTable series;
  private final TargetTable targets;
  private final BitSet stored = new BitSet();
  private int found;

  /** Tables that have what was not lost. */
  LostLog(PairTable pairs, SeriesTable series, TargetTable targets) {
    this.pairs = pairs;
    this.series = series;
    this.targets = targets;
    series.filling();
  }

  @Override
  public void series(int number, int target) {
    if (series.isKnown(number)) {
      return;
    }
    while (targets.count() <= target) {
      targets.addLost();
    }
    if (!stored.get(number)) {
      stored.set(number);
      targets.setFirst(number, target);
    } else if (!targets.isIn(number, target)) {
      targets.addFurther(number, target);
    }
  }

  /** Returns the number above those of all lost series that rows are stored of. */
  int end() {
    return stored.length();
  }

  /** Returns how many lost series rows are stored of. */
  int stored() {
    return stored.cardinality();
  }

  /**
   * Takes the labels of the lost series that rows are stored of from an index, which is set aside
   * when it is damaged. Others in it went, and their numbers may have been given again.
   *
   * @return what was found, to be told
   */
  String take(Path index) throws IOException {
    String from = "";
    if (Files.isDirectory(index)) {
      from = " in " + index;
      try {
        read(index);
      } catch (IOException | RuntimeException e) {
        from +=
            ", which is damaged (" + e.getMessage() + ") and was set aside as " + Aside.move(index);
      }
    }
    finish();
    int without = stored() - found;
    return "the labels of "
        + found
        + " were found"
        + from
        + (without == 0
            ? ""
            : "; the samples of the other "
                + without
                + " cannot be told to whom they belong and are not found any more, unless the"
                + " folder is restored from a snapshot");
  }

  private void read(Path index) throws IOException {
    try (FSDirectory directory = new MMapDirectory(index)) {
      if (!DirectoryReader.indexExists(directory)) {
        return;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
          read(leaf.reader());
        }
      }
    }
  }

  private void read(LeafReader leaf) throws IOException {
    Terms terms = leaf.terms(LabelIndex.TERMS);
    NumericDocValues numbers = leaf.getNumericDocValues(LabelIndex.NUMBER);
    if (terms == null || numbers == null) {
      return;
    }
    // Where the pairs of each document begin; while they are filled in, where the next one goes.
    int[] places = new int[leaf.maxDoc() + 2];
    walk(terms, (doc, pair) -> places[doc + 2]++);
    for (int doc = 2; doc < places.length; doc++) {
      places[doc] += places[doc - 1];
    }
    int[] of = new int[places[leaf.maxDoc() + 1]];
    walk(terms, (doc, pair) -> of[places[doc + 1]++] = pair);
    for (int doc = 0; doc < leaf.maxDoc(); doc++) {
      if (numbers.advanceExact(doc)) {
        put((int) numbers.longValue(), Arrays.copyOfRange(of, places[doc], places[doc + 1]));
      }
    }
  }

  /** A pair of a document. */
  @FunctionalInterface
  private interface Posting {
    void in(int doc, int pair);
  }

  /** Goes through the pairs in the order of their names, as that of labels is. */
  private void walk(Terms terms, Posting posting) throws IOException {
    TermsEnum each = terms.iterator();
    PostingsEnum docs = null;
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      int pair = pair(term);
      docs = each.postings(docs, PostingsEnum.NONE);
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        posting.in(doc, pair);
      }
    }
  }

  private int pair(BytesRef term) {
    int name = 0;
    while (term.bytes[term.offset + name] != 0) {
      name++;
    }
    String text = new String(term.bytes, term.offset, name, StandardCharsets.UTF_8);
    String value = PostingsTerms.value(term, name + 1);
    int known = pairs.find(text, value);
    return known >= 0 ? known : pairs.add(pairs.internName(text), value);
  }

  private void put(int number, int[] of) {
    if (stored.get(number) && !series.isKnown(number)) {
      series.put(number, of, of.length);
      found++;
    }
  }

  /** Ends it: series without labels are in no target. */
  private void finish() {
    series.counted();
    stored.stream().filter(number -> !series.isKnown(number)).forEach(targets::forget);
  }
}
