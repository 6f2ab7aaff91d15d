// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/**
 * What a {@link LabelIndex} knows at one moment: which series have which pairs. Whoever acquires
 * one lets go of it with {@link #release}.
 *
 * @param reader the index on disk
 * @param settled how many additions that has
 * @param memory what came later
 * @param known how many additions both have
 */
record LabelView(DirectoryReader reader, int settled, List<MemoryPostings> memory, int known) {

  /** Returns how many additions are not in the index on disk. */
  int inMemory() {
    return known - settled;
  }

  /** Holds the view, so that it can be read; false when its reader is closed. */
  boolean hold() {
    return reader.tryIncRef();
  }

  /** Lets go of the view. */
  void release() {
    try {
      reader.decRef();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a label index reader", e);
    }
  }

  /**
   * Marks the pairs of a name that some series which passes a test has.
   *
   * @param of the pairs of that name
   */
  void passing(PairTable table, String name, int[] of, IntPredicate test, BitSet into)
      throws IOException {
    for (MemoryPostings postings : memory) {
      for (int pair : of) {
        if (!into.get(pair) && postings.any(pair, test)) {
          into.set(pair);
        }
      }
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      passing(leaf.reader(), table, name, test, into);
    }
  }

  /** Goes through the terms of a name, which is much quicker than to seek one after the other. */
  private static void passing(
      LeafReader leaf, PairTable table, String name, IntPredicate test, BitSet into)
      throws IOException {
    Terms terms = leaf.terms(LabelIndex.TERMS);
    BytesRef prefix = PostingsTerms.term(name, new byte[0]);
    TermsEnum each = terms == null ? null : terms.iterator();
    if (each == null || each.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
      return;
    }
    PostingsEnum docs = null;
    for (BytesRef term = each.term();
        term != null && StringHelper.startsWith(term, prefix);
        term = each.next()) {
      int pair = table.find(name, PostingsTerms.value(term, prefix.length));
      for (int step : MemoryPostings.STEPS) {
        if (pair >= 0 && !into.get(pair) && each.docFreq() >= step) {
          docs = each.postings(docs, PostingsEnum.NONE);
          into.set(pair, any(docs, leaf.getNumericDocValues(LabelIndex.NUMBER), step, test));
        }
      }
    }
  }

  private static boolean any(
      PostingsEnum docs, NumericDocValues numbers, int step, IntPredicate test) throws IOException {
    int left = step;
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (--left == 0) {
        left = step;
        if (numbers.advanceExact(doc) && test.test((int) numbers.longValue())) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Marks the numbers of the series that have one of these pairs; may mark series that went.
   *
   * @param into has a bit for each number that was given before the view was taken
   */
  void or(PairTable table, int[] of, FixedBitSet into) throws IOException {
    for (MemoryPostings postings : memory) {
      for (int pair : of) {
        postings.or(pair, into);
      }
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      or(leaf.reader(), table, of, into);
    }
  }

  private static void or(LeafReader leaf, PairTable table, int[] of, FixedBitSet into)
      throws IOException {
    Terms terms = leaf.terms(LabelIndex.TERMS);
    NumericDocValues numbers = leaf.getNumericDocValues(LabelIndex.NUMBER);
    if (terms == null || numbers == null) {
      return;
    }
    TermsEnum seek = terms.iterator();
    PostingsEnum postings = null;
    FixedBitSet docs = of.length > 1 ? new FixedBitSet(leaf.maxDoc()) : null;
    for (int pair : of) {
      if (seek.seekExact(PostingsTerms.term(table.name(pair), table.valueUtf8(pair)))) {
        postings = seek.postings(postings, PostingsEnum.NONE);
        if (docs == null) {
          mark(postings, numbers, into);
        } else {
          docs.or(postings);
        }
      }
    }
    if (docs != null) {
      mark(new BitSetIterator(docs, docs.length()), numbers, into);
    }
  }

  private static void mark(DocIdSetIterator docs, NumericDocValues numbers, FixedBitSet into)
      throws IOException {
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (numbers.advanceExact(doc)) {
        into.set((int) numbers.longValue());
      }
    }
  }
}
