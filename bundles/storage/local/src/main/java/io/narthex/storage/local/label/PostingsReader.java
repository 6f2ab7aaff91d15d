// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafMetaData;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PointValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.TermVectors;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@link MemoryPostings} to Lucene as if they were a part of an index, so that Lucene writes
 * them as one. Documents that are given to a writer one by one cost some twenty times as much, for
 * what the analysis of text needs and label sets do not.
 */
final class PostingsReader extends LeafReader {

  private static final FieldInfos FIELDS =
      new FieldInfos(
          new FieldInfo[] {
            field(LabelIndex.TERMS, 0, IndexOptions.DOCS, DocValuesType.NONE),
            field(LabelIndex.NUMBER, 1, IndexOptions.NONE, DocValuesType.NUMERIC)
          });

  private final MemoryPostings postings;
  private final PostingsTerms terms;

  PostingsReader(MemoryPostings postings, PairTable pairs) {
    this.postings = postings;
    this.terms = new PostingsTerms(postings, pairs);
  }

  private static FieldInfo field(String name, int number, IndexOptions index, DocValuesType type) {
    boolean indexed = index != IndexOptions.NONE;
    return new FieldInfo(
        name,
        number,
        false,
        indexed,
        false,
        index,
        type,
        DocValuesSkipIndexType.NONE,
        -1,
        Map.of(),
        0,
        0,
        0,
        0,
        VectorEncoding.FLOAT32,
        VectorSimilarityFunction.EUCLIDEAN,
        false,
        false);
  }

  @Override
  public @Nullable Terms terms(String field) {
    return field.equals(LabelIndex.TERMS) ? terms : null;
  }

  @Override
  public @Nullable NumericDocValues getNumericDocValues(String field) {
    return field.equals(LabelIndex.NUMBER) ? new Numbers(postings) : null;
  }

  /** The series' numbers. */
  private static final class Numbers extends NumericDocValues {

    private final MemoryPostings postings;
    private int doc = -1;

    Numbers(MemoryPostings postings) {
      this.postings = postings;
    }

    @Override
    public long longValue() {
      return postings.number(doc);
    }

    @Override
    public boolean advanceExact(int target) {
      doc = target;
      return true;
    }

    @Override
    public int docID() {
      return doc;
    }

    @Override
    public int nextDoc() {
      return advance(doc + 1);
    }

    @Override
    public int advance(int target) {
      doc = target < postings.size() ? target : NO_MORE_DOCS;
      return doc;
    }

    @Override
    public long cost() {
      return postings.size();
    }
  }

  @Override
  public FieldInfos getFieldInfos() {
    return FIELDS;
  }

  @Override
  public int numDocs() {
    return postings.size();
  }

  @Override
  public int maxDoc() {
    return postings.size();
  }

  @Override
  public LeafMetaData getMetaData() {
    return new LeafMetaData(Version.LATEST.major, Version.LATEST, null, false);
  }

  @Override
  public StoredFields storedFields() {
    return new StoredFields() {
      @Override
      public void document(int doc, StoredFieldVisitor visitor) {
        // Nothing is stored.
      }
    };
  }

  @Override
  public TermVectors termVectors() {
    return TermVectors.EMPTY;
  }

  @Override
  public void checkIntegrity() {
    // It lies in memory.
  }

  @Override
  protected void doClose() {
    // It holds nothing that must be given back.
  }

  @Override
  public @Nullable CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public @Nullable CacheHelper getReaderCacheHelper() {
    return null;
  }

  @Override
  public @Nullable Bits getLiveDocs() {
    return null;
  }

  @Override
  public @Nullable BinaryDocValues getBinaryDocValues(String field) {
    return null;
  }

  @Override
  public @Nullable SortedDocValues getSortedDocValues(String field) {
    return null;
  }

  @Override
  public @Nullable SortedNumericDocValues getSortedNumericDocValues(String field) {
    return null;
  }

  @Override
  public @Nullable SortedSetDocValues getSortedSetDocValues(String field) {
    return null;
  }

  @Override
  public @Nullable NumericDocValues getNormValues(String field) {
    return null;
  }

  @Override
  public @Nullable DocValuesSkipper getDocValuesSkipper(String field) {
    return null;
  }

  @Override
  public @Nullable FloatVectorValues getFloatVectorValues(String field) {
    return null;
  }

  @Override
  public @Nullable ByteVectorValues getByteVectorValues(String field) {
    return null;
  }

  @Override
  public void searchNearestVectors(
      String field, float[] target, KnnCollector collector, AcceptDocs accepted) {
    // There are no vectors.
  }

  @Override
  public void searchNearestVectors(
      String field, byte[] target, KnnCollector collector, AcceptDocs accepted) {
    // There are no vectors.
  }

  @Override
  public @Nullable PointValues getPointValues(String field) {
    return null;
  }

  @Override
  public String toString() {
    return "label postings " + List.of(postings.size(), postings.pairs().length);
  }
}
