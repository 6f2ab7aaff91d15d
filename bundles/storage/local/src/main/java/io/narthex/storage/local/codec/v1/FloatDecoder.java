// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Reads columns as {@link FloatColumn} wrote them; reusable, for one thread. */
public final class FloatDecoder {

  private final IntFunction<ByteSource> others;
  // The numbers of the column that others were related to last.
  private long[] relatives = new long[0];
  private int relativesOf = -1;
  private int relativesTo;

  /** Makes a decoder for columns that stand alone. */
  public FloatDecoder() {
    this(
        column -> {
          throw new IllegalArgumentException("a column is related to column " + column);
        });
  }

  /**
   * Makes a decoder for the columns of one block.
   *
   * @param others gives the bytes of a column of the block, which do not change while another one
   *     is decoded
   */
  public FloatDecoder(IntFunction<ByteSource> others) {
    this.others = others;
  }

  /**
   * Reads a column.
   *
   * @param in stands on it; its array goes on for {@link IntSequence#SLACK} bytes behind the end
   * @param into gets one value a row, {@link SpecialValues#ABSENT} where there is none
   */
  public void decode(ByteSource in, int rows, double[] into, int offset) {
    decode(in, rows, 0, rows, into, offset);
  }

  /**
   * Reads some rows of a column.
   *
   * @param in stands on it, and then anywhere; its array goes on for {@link IntSequence#SLACK}
   *     bytes behind the end
   * @param first the first row that is wanted
   * @param count how many, at least 1
   * @param into gets one value a row, {@link SpecialValues#ABSENT} where there is none
   */
  public void decode(ByteSource in, int rows, int first, int count, double[] into, int offset) {
    Scratch scratch = Scratch.ofThread();
    int flags = in.get();
    switch (flags & 3) {
      case FloatColumn.ALL -> values(in, flags, rows, first, first + count, scratch, into, offset);
      case FloatColumn.RUN -> run(in, flags, first, count, scratch, into, offset);
      case FloatColumn.BITMAP -> bitmap(in, flags, rows, first, count, scratch, into, offset);
      default -> list(in, flags, rows, first, count, scratch, into, offset);
    }
  }

  private void run(
      ByteSource in, int flags, int first, int count, Scratch scratch, double[] into, int offset) {
    int begin = (int) in.varint();
    int n = (int) in.varint();
    int from = Math.clamp(first - begin, 0, n);
    int to = Math.clamp(first + count - begin, 0, n);
    if (from == to) {
      Arrays.fill(into, offset, offset + count, SpecialValues.ABSENT);
      return;
    }
    int at = offset + begin + from - first;
    Arrays.fill(into, offset, at, SpecialValues.ABSENT);
    values(in, flags, n, from, to, scratch, into, at);
    Arrays.fill(into, at + to - from, offset + count, SpecialValues.ABSENT);
  }

  private void bitmap(
      ByteSource in,
      int flags,
      int rows,
      int first,
      int count,
      Scratch scratch,
      double[] into,
      int offset) {
    int bitmap = in.position();
    int n = in.skipOnes(rows);
    int from = in.ones(bitmap, first);
    int to = in.ones(bitmap, first + count);
    double[] packed = scratch.packed(rows);
    if (from < to) {
      values(in, flags, n, from, to, scratch, packed, 0);
    }
    Arrays.fill(into, offset, offset + count, SpecialValues.ABSENT);
    int next = 0;
    // Mostly a value is missing here and there.
    for (int r = 0; r < count; r += 56) {
      int some = Math.min(56, count - r);
      long all = (1L << some) - 1;
      long present = in.word(bitmap + ((first + r) >>> 3)) >>> ((first + r) & 7) & all;
      if (present == all) {
        System.arraycopy(packed, next, into, offset + r, some);
        next += some;
      } else {
        for (; present != 0; present &= present - 1) {
          into[offset + r + Long.numberOfTrailingZeros(present)] = packed[next++];
        }
      }
    }
  }

  private void list(
      ByteSource in,
      int flags,
      int rows,
      int first,
      int count,
      Scratch scratch,
      double[] into,
      int offset) {
    int n = (int) in.varint();
    int list = in.position();
    for (int i = 0; i < n; i++) {
      in.varint();
    }
    double[] packed = scratch.packed(rows);
    values(in, flags, n, 0, n, scratch, packed, 0);
    int end = in.position();
    in.position(list);
    Arrays.fill(into, offset, offset + count, SpecialValues.ABSENT);
    int row = -first;
    for (int i = 0; i < n; i++) {
      row += (int) in.varint();
      if (row >= 0 && row < count) {
        into[offset + row] = packed[i];
      }
    }
    in.position(end);
  }

  /** Reads the values from one to another of those that are present. */
  private void values(
      ByteSource in,
      int flags,
      int n,
      int from,
      int to,
      Scratch scratch,
      double[] into,
      int offset) {
    if ((flags & FloatColumn.DECIMAL) != 0) {
      IntSequence.decode(in, scratch, n, from, to, flags >>> 4, into, offset);
    } else {
      switch (flags & 0xf0) {
        case 0 -> {
          long[] numbers = scratch.numbers(n);
          IntSequence.decode(in, numbers, n, from, to);
          for (int i = from; i < to; i++) {
            into[offset + i - from] = Double.longBitsToDouble(numbers[i]);
          }
        }
        case FloatColumn.SCALED -> {
          int scale = in.get();
          IntSequence.decode(in, scratch, n, from, to, scale, into, offset);
        }
        case FloatColumn.CORRECTED -> corrected(in, n, from, to, scratch, into, offset);
        case FloatColumn.RELATED -> related(in, n, from, to, scratch.numbers(n), into, offset);
        default ->
            throw new IllegalArgumentException("unknown form " + (flags >>> 4) + " of a column");
      }
    }
    if ((flags & FloatColumn.BESIDE) != 0) {
      int at = 0;
      for (int left = (int) in.varint(); left > 0; left--) {
        at += (int) in.varint();
        double value = Double.longBitsToDouble(in.word());
        if (at >= from && at < to) {
          into[offset + at - from] = value;
        }
      }
    }
  }

  private static void corrected(
      ByteSource in, int n, int from, int to, Scratch scratch, double[] into, int offset) {
    long[] corrections = scratch.corrections(n);
    int scale = in.get();
    IntSequence.decode(in, scratch, n, from, to, scale, into, offset);
    IntSequence.decode(in, corrections, n, from, to);
    int at = offset - from;
    for (int i = from; i < to; i++) {
      long bits = Double.doubleToRawLongBits(into[at + i]) + corrections[i];
      into[at + i] = Double.longBitsToDouble(bits);
    }
  }

  private void related(
      ByteSource in, int n, int from, int to, long[] numbers, double[] into, int offset) {
    int scale = in.get();
    int other = (int) in.varint();
    if (other != relativesOf || relativesTo < to) {
      relativesOf = -1;
      relatives = relatives.length < n ? new long[n] : relatives;
      numbersOf(other, n, to, relatives);
      relativesOf = other;
      relativesTo = to;
    }
    long multiplier = in.zigzag();
    long divisor = in.varint();
    IntSequence.decode(in, numbers, n, from, to);
    RelatedColumn.numbers(relatives, multiplier, divisor, numbers, from, to);
    Scale.values(numbers, from, to, scale, into, offset);
  }

  private void numbersOf(int column, int n, int end, long[] to) {
    ByteSource in = others.apply(column);
    int flags = in.get();
    boolean scaled = (flags & (0xf0 | FloatColumn.DECIMAL)) == FloatColumn.SCALED;
    if ((flags & 3) != FloatColumn.ALL || !scaled && (flags & FloatColumn.DECIMAL) == 0) {
      throw new IllegalArgumentException("column " + column + " cannot have relatives");
    }
    if (scaled) {
      in.get();
    }
    IntSequence.decode(in, to, n, 0, end);
  }
}
