// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

/** Walks over {@linkplain PieceWriter pieces} in their order, sample by sample. */
public final class PieceReader {

  /** Receives what the pieces hold. */
  public interface Visitor {

    /** A float that is written out. */
    void value(long timestamp, int column, long bits);

    /** A float that equals the one before it in its column. */
    void same(long timestamp, int column);

    /** A histogram, possibly out of order. */
    void histogram(long timestamp, int column);
  }

  private PieceReader() {}

  /** Walks over pieces. Late samples and start timestamps are passed over. */
  public static void read(long[] words, int offset, int pieces, Visitor visitor) {
    int at = offset;
    for (int p = 0; p < pieces; p++) {
      long timestamp = words[at];
      long head = words[at + 1];
      int n = RowBlock.n(head);
      switch (RowBlock.kind(head)) {
        case PieceWriter.DENSE_ALL -> dense(words, at, n, true, visitor);
        case PieceWriter.DENSE -> dense(words, at, n, false, visitor);
        case PieceWriter.SPARSE -> {
          int values = at + 2 + ((n + 1) >>> 1);
          for (int i = 0; i < n; i++) {
            int column = (int) (words[at + 2 + (i >>> 1)] >>> ((i & 1) << 5));
            visitor.value(timestamp, column, words[values + i]);
          }
        }
        case PieceWriter.HISTOGRAM -> visitor.histogram(timestamp, (int) words[at + 2]);
        case PieceWriter.LATE, PieceWriter.START -> {
          // Neither is the newest of its column.
        }
        default ->
            throw new IllegalArgumentException("unknown kind of piece " + RowBlock.kind(head));
      }
      at += RowBlock.pieceLength(head);
    }
  }

  private static void dense(long[] words, int at, int n, boolean all, Visitor visitor) {
    long timestamp = words[at];
    int first = (int) words[at + 2];
    int bitmap = (n + 63) >>> 6;
    int changedAt = all ? at + 3 : at + 3 + bitmap;
    int value = changedAt + bitmap + ((bitmap + 7) / 8 + 1) / 2;
    for (int i = 0; i < n; i++) {
      int w = i >>> 6;
      if (all || (words[at + 3 + w] >>> (i & 63) & 1) != 0) {
        if ((words[changedAt + w] >>> (i & 63) & 1) != 0) {
          visitor.value(timestamp, first + i, words[value++]);
        } else {
          visitor.same(timestamp, first + i);
        }
      }
    }
  }
}
