// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** The intersection of sets of documents; all documents as long as nothing was added. */
final class BitIntersection {

  private final int maxDoc;
  private @Nullable FixedBitSet bits;

  BitIntersection(int maxDoc) {
    this.maxDoc = maxDoc;
  }

  /** Keeps what is in the set, too; takes the set over. */
  BitIntersection and(FixedBitSet set) {
    if (bits == null) {
      bits = set;
    } else {
      bits.and(set);
    }
    return this;
  }

  DocIdSetIterator iterator() {
    return bits == null ? DocIdSetIterator.all(maxDoc) : new BitSetIterator(bits, maxDoc);
  }
}
