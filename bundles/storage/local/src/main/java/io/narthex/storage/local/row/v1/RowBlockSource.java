// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.codec.v1.HistogramCodec;
import io.narthex.storage.local.select.ColumnSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pieces of a {@link RowBlock} by column. The caller holds the block.
 *
 * <p>The value of a column in a row may stand in an earlier piece ("unchanged"), so that a read
 * walks over all pieces. Who asks for neighbouring columns one after the other gets them from a
 * {@link ColumnGroup}, which walks once for 64 of them; a single column is read by itself.
 */
public final class RowBlockSource implements ColumnSource {

  private final RowBlock block;
  private final int[] layout;
  private final int pieces;
  private final int[] offsets;
  private final int[] kinds;
  private final int[] ns;
  private final int[] firsts;
  private final int[] rows;
  private final long[] timestamps;
  private final int rowCount;
  private final boolean anyHistogram;
  private final boolean anyStart;
  private final double density;
  private int lastGroup = -1;
  private @Nullable ColumnGroup decoded;

  /**
   * A source over the first pieces of a block.
   *
   * @param pieces how many of the pieces count
   */
  public RowBlockSource(RowBlock block, int pieces, long from, long to) {
    this.block = block;
    this.layout = block.sharedLayout();
    this.pieces = pieces;
    this.offsets = new int[pieces];
    this.kinds = new int[pieces];
    this.ns = new int[pieces];
    this.firsts = new int[pieces];
    this.rows = new int[pieces];
    long[] times = new long[pieces];
    boolean histogram = false;
    boolean start = false;
    boolean ascending = true;
    int inRange = 0;
    for (int p = 0; p < pieces; p++) {
      int at = block.offset(p);
      long head = block.word(at + 1);
      offsets[p] = at;
      kinds[p] = RowBlock.kind(head);
      ns[p] = RowBlock.n(head);
      histogram |= kinds[p] == PieceWriter.HISTOGRAM;
      start |= kinds[p] == PieceWriter.START;
      firsts[p] =
          kinds[p] == PieceWriter.SPARSE
                  || kinds[p] == PieceWriter.LATE
                  || kinds[p] == PieceWriter.START
              ? 0
              : (int) block.word(at + 2);
      long t = block.word(at);
      if (t >= from && t <= to) {
        ascending &= inRange == 0 || times[inRange - 1] <= t;
        if (inRange == 0 || times[inRange - 1] != t) {
          times[inRange++] = t;
        }
      }
    }
    if (!ascending) {
      Arrays.sort(times, 0, inRange);
      int unique = 0;
      for (int i = 0; i < inRange; i++) {
        if (unique == 0 || times[unique - 1] != times[i]) {
          times[unique++] = times[i];
        }
      }
      inRange = unique;
    }
    for (int p = 0; p < pieces; p++) {
      long t = block.word(offsets[p]);
      rows[p] = t < from || t > to ? -1 : Arrays.binarySearch(times, 0, inRange, t);
    }
    this.timestamps = times;
    this.rowCount = inRange;
    this.anyHistogram = histogram;
    this.anyStart = start;
    this.density =
        inRange == 0 ? 1 : (double) block.samples() / ((double) block.columns() * pieces);
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public long[] timestamps() {
    return timestamps;
  }

  @Override
  public double density() {
    return density;
  }

  @Override
  public int column(int series, int hint) {
    if (hint >= 0 && hint < layout.length && layout[hint] == series) {
      return hint;
    }
    for (int i = 0; i < layout.length; i++) {
      if (layout[i] == series) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean hasSample(int column) {
    for (int p = pieces - 1; p >= 0; p--) {
      if (rows[p] >= 0 && kinds[p] != PieceWriter.START && isPresent(p, column)) {
        return true;
      }
    }
    return false;
  }

  private boolean isPresent(int p, int column) {
    int i = column - firsts[p];
    return switch (kinds[p]) {
      case PieceWriter.DENSE_ALL -> i >= 0 && i < ns[p];
      case PieceWriter.DENSE ->
          i >= 0 && i < ns[p] && (block.word(offsets[p] + 3 + (i >>> 6)) >>> (i & 63) & 1) != 0;
      case PieceWriter.HISTOGRAM -> i == 0;
      default -> find(p, column) >= 0;
    };
  }

  private int columnListed(int p, int index) {
    return (int) (block.word(offsets[p] + 2 + (index >>> 1)) >>> ((index & 1) << 5));
  }

  /** Returns the index of a column in a list of columns, or -1 - where it would be. */
  private int find(int p, int column) {
    int low = 0;
    int high = ns[p] - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      int at = columnListed(p, mid);
      if (at < column) {
        low = mid + 1;
      } else if (at > column) {
        high = mid - 1;
      } else {
        return mid;
      }
    }
    return -1 - low;
  }

  private long listed(int p, int index) {
    return block.word(offsets[p] + 2 + ((ns[p] + 1) >>> 1) + index);
  }

  @Override
  public SeriesBatch.Kind kind(int column) {
    if (!anyHistogram) {
      return SeriesBatch.Kind.FLOATS;
    }
    boolean histograms = false;
    boolean floats = false;
    for (int p = 0; p < pieces; p++) {
      if (kinds[p] == PieceWriter.HISTOGRAM) {
        histograms |= firsts[p] == column;
      } else if (!floats && kinds[p] != PieceWriter.START) {
        floats = isPresent(p, column);
      }
    }
    if (!histograms) {
      return SeriesBatch.Kind.FLOATS;
    }
    return floats ? SeriesBatch.Kind.BOTH : SeriesBatch.Kind.HISTOGRAMS;
  }

  @Override
  public void values(int column, double[] into, int offset) {
    ColumnGroup known = decoded;
    if (known != null && known.has(column)) {
      known.copy(column, into, offset);
      return;
    }
    int group = ColumnGroup.of(column);
    if (group != lastGroup) {
      lastGroup = group;
      single(column, into, offset);
      return;
    }
    if (known == null) {
      known = new ColumnGroup(block, rowCount);
      decoded = known;
    }
    decode(known, group);
    known.copy(column, into, offset);
  }

  private void decode(ColumnGroup into, int group) {
    into.begin(group);
    int low = group * ColumnGroup.WIDTH;
    for (int p = 0; p < pieces; p++) {
      switch (kinds[p]) {
        case PieceWriter.DENSE_ALL -> into.dense(offsets[p], ns[p], firsts[p], true, rows[p]);
        case PieceWriter.DENSE -> into.dense(offsets[p], ns[p], firsts[p], false, rows[p]);
        case PieceWriter.SPARSE, PieceWriter.LATE -> {
          int found = find(p, low);
          for (int i = found < 0 ? -found - 1 : found; i < ns[p]; i++) {
            int column = columnListed(p, i);
            if (column >= low + ColumnGroup.WIDTH) {
              break;
            }
            into.listed(
                column,
                Double.longBitsToDouble(listed(p, i)),
                kinds[p] == PieceWriter.LATE,
                rows[p]);
          }
        }
        default -> {
          // Neither histograms nor start timestamps are floats.
        }
      }
    }
  }

  private void single(int column, double[] into, int offset) {
    Arrays.fill(into, offset, offset + rowCount, SpecialValues.ABSENT);
    double last = SpecialValues.ABSENT;
    for (int p = 0; p < pieces; p++) {
      int kind = kinds[p];
      if (kind == PieceWriter.DENSE_ALL || kind == PieceWriter.DENSE) {
        int i = column - firsts[p];
        if (i < 0 || i >= ns[p]) {
          continue;
        }
        int bitmaps = offsets[p] + 3;
        int bitmapWords = (ns[p] + 63) >>> 6;
        if (kind == PieceWriter.DENSE) {
          if ((block.word(bitmaps + (i >>> 6)) >>> (i & 63) & 1) == 0) {
            continue;
          }
          bitmaps += bitmapWords;
        }
        long changed = block.word(bitmaps + (i >>> 6));
        if ((changed >>> (i & 63) & 1) != 0) {
          last = changedValue(bitmaps, bitmapWords, i);
        }
        if (rows[p] >= 0) {
          into[offset + rows[p]] = last;
        }
      } else if (kind == PieceWriter.SPARSE || kind == PieceWriter.LATE) {
        int i = find(p, column);
        if (i < 0) {
          continue;
        }
        double value = Double.longBitsToDouble(listed(p, i));
        if (kind == PieceWriter.SPARSE) {
          last = value;
        }
        if (rows[p] >= 0 && SpecialValues.isAbsent(into[offset + rows[p]])) {
          into[offset + rows[p]] = value;
        }
      }
    }
  }

  private double changedValue(int changedAt, int bitmapWords, int i) {
    int ranks = ((bitmapWords + 7) / 8 + 1) / 2;
    int rank = rank(block, changedAt, bitmapWords, i);
    return Double.longBitsToDouble(block.word(changedAt + bitmapWords + ranks + rank));
  }

  /** Returns how many bits of a piece's bitmap of changed values are set before some bit. */
  static int rank(RowBlock block, int changedAt, int bitmapWords, int bit) {
    int word = bit >>> 6;
    int group = word >>> 3;
    long ranks = block.word(changedAt + bitmapWords + (group >>> 1));
    int rank = (int) (ranks >>> ((group & 1) << 5));
    for (int w = group << 3; w < word; w++) {
      rank += Long.bitCount(block.word(changedAt + w));
    }
    long below = (1L << (bit & 63)) - 1;
    return below == 0 ? rank : rank + Long.bitCount(block.word(changedAt + word) & below);
  }

  @Override
  public void histograms(int column, @Nullable Histogram[] into, int offset) {
    Arrays.fill(into, offset, offset + rowCount, null);
    for (int p = 0; p < pieces; p++) {
      if (kinds[p] == PieceWriter.HISTOGRAM && firsts[p] == column && rows[p] >= 0) {
        if (into[offset + rows[p]] == null) {
          into[offset + rows[p]] = HistogramCodec.decode(histogramBytes(p), 0);
        }
      }
    }
  }

  private byte[] histogramBytes(int p) {
    int length = (int) (block.word(offsets[p] + 2) >>> 32);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (block.word(offsets[p] + 3 + (i >>> 3)) >>> ((i & 7) << 3));
    }
    return bytes;
  }

  @Override
  public boolean startTimestamps(int column, long[] into, int offset) {
    if (!anyStart) {
      return false;
    }
    boolean any = false;
    for (int p = 0; p < pieces; p++) {
      if (kinds[p] == PieceWriter.START && rows[p] >= 0) {
        int i = find(p, column);
        if (i >= 0) {
          if (!any) {
            Arrays.fill(into, offset, offset + rowCount, 0);
            any = true;
          }
          into[offset + rows[p]] = listed(p, i);
        }
      }
    }
    return any;
  }
}
