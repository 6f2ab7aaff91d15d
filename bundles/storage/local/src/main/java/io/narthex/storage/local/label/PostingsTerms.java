// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.index.BaseTermsEnum;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SlowImpactsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The pairs of {@link MemoryPostings} as terms in the order of their bytes. */
final class PostingsTerms extends Terms {

  private final MemoryPostings postings;
  private final BytesRef[] terms;
  // The place of each term's pair among the pairs of the postings.
  private final int[] places;

  private record Sorted(BytesRef term, int place) {}

  PostingsTerms(MemoryPostings postings, PairTable pairs) {
    this.postings = postings;
    int[] all = postings.pairs();
    Sorted[] sorted = new Sorted[all.length];
    for (int i = 0; i < all.length; i++) {
      sorted[i] = new Sorted(term(pairs.name(all[i]), pairs.valueUtf8(all[i])), i);
    }
    Arrays.sort(sorted, (a, b) -> a.term.compareTo(b.term));
    this.terms = new BytesRef[all.length];
    this.places = new int[all.length];
    for (int i = 0; i < all.length; i++) {
      terms[i] = sorted[i].term;
      places[i] = sorted[i].place;
    }
  }

  /** Returns the term of a pair: name, NUL, value. */
  static BytesRef term(String name, byte[] value) {
    byte[] head = name.getBytes(StandardCharsets.UTF_8);
    byte[] term = Arrays.copyOf(head, head.length + 1 + value.length);
    System.arraycopy(value, 0, term, head.length + 1, value.length);
    return new BytesRef(term);
  }

  /** Returns the value of a term that begins with so many bytes of name and NUL. */
  static String value(BytesRef term, int prefix) {
    return new String(
        term.bytes, term.offset + prefix, term.length - prefix, StandardCharsets.UTF_8);
  }

  @Override
  public TermsEnum iterator() {
    return new Walk();
  }

  /** Goes over the terms. */
  private final class Walk extends BaseTermsEnum {

    private int at = -1;

    @Override
    public @Nullable BytesRef next() {
      return ++at < terms.length ? terms[at] : null;
    }

    @Override
    public SeekStatus seekCeil(BytesRef sought) {
      int found = Arrays.binarySearch(terms, sought);
      at = found >= 0 ? found : -1 - found;
      if (at == terms.length) {
        return SeekStatus.END;
      }
      return found >= 0 ? SeekStatus.FOUND : SeekStatus.NOT_FOUND;
    }

    @Override
    public void seekExact(long ord) {
      at = (int) ord;
    }

    @Override
    public BytesRef term() {
      return terms[at];
    }

    @Override
    public long ord() {
      return at;
    }

    @Override
    public int docFreq() {
      return postings.start(places[at] + 1) - postings.start(places[at]);
    }

    @Override
    public long totalTermFreq() {
      return docFreq();
    }

    @Override
    public PostingsEnum postings(@Nullable PostingsEnum reuse, int flags) {
      return new Series(postings, postings.start(places[at]), postings.start(places[at] + 1));
    }

    @Override
    public ImpactsEnum impacts(int flags) throws IOException {
      return new SlowImpactsEnum(postings(null, flags));
    }
  }

  /** The series of one term. */
  private static final class Series extends PostingsEnum {

    private final MemoryPostings postings;
    private final int from;
    private final int to;
    private int at;
    private int doc = -1;

    Series(MemoryPostings postings, int from, int to) {
      this.postings = postings;
      this.from = from;
      this.to = to;
      this.at = from;
    }

    @Override
    public int docID() {
      return doc;
    }

    @Override
    public int nextDoc() {
      doc = at < to ? postings.doc(at++) : NO_MORE_DOCS;
      return doc;
    }

    @Override
    public int advance(int target) throws IOException {
      return slowAdvance(target);
    }

    @Override
    public long cost() {
      return to - from;
    }

    @Override
    public int freq() {
      return 1;
    }

    @Override
    public int nextPosition() {
      return -1;
    }

    @Override
    public int startOffset() {
      return -1;
    }

    @Override
    public int endOffset() {
      return -1;
    }

    @Override
    public @Nullable BytesRef getPayload() {
      return null;
    }
  }

  @Override
  public long size() {
    return terms.length;
  }

  @Override
  public long getSumTotalTermFreq() {
    return postings.start(terms.length);
  }

  @Override
  public long getSumDocFreq() {
    return postings.start(terms.length);
  }

  @Override
  public int getDocCount() {
    return postings.size();
  }

  @Override
  public boolean hasFreqs() {
    return false;
  }

  @Override
  public boolean hasOffsets() {
    return false;
  }

  @Override
  public boolean hasPositions() {
    return false;
  }

  @Override
  public boolean hasPayloads() {
    return false;
  }
}
