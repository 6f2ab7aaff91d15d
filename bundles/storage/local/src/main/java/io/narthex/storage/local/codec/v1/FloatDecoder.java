// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Reads columns as {@link FloatColumn} wrote them; reusable, for one thread. */
public final class FloatDecoder {

  private final IntFunction<ByteSource> others;
  private long[] numbers = new long[64];
  private long[] corrections = new long[0];
  private double[] packed = new double[64];
  // The numbers of the column that others were related to last.
  private long[] relatives = new long[0];
  private int relativesOf = -1;

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
    if (numbers.length < rows) {
      numbers = new long[rows];
      packed = new double[rows];
    }
    int flags = in.get();
    switch (flags & 3) {
      case FloatColumn.ALL -> values(in, flags, rows, into, offset);
      case FloatColumn.RUN -> {
        int first = (int) in.varint();
        int n = (int) in.varint();
        Arrays.fill(into, offset, offset + first, SpecialValues.ABSENT);
        Arrays.fill(into, offset + first + n, offset + rows, SpecialValues.ABSENT);
        if (n > 0) {
          values(in, flags, n, into, offset + first);
        }
      }
      case FloatColumn.BITMAP -> {
        int bitmap = in.position();
        int n = 0;
        for (int i = 0; i < (rows + 7) / 8; i++) {
          n += Integer.bitCount(in.get());
        }
        values(in, flags, n, packed, 0);
        int next = 0;
        for (int r = 0; r < rows; r++) {
          into[offset + r] = in.bit(bitmap, r) ? packed[next++] : SpecialValues.ABSENT;
        }
      }
      default -> {
        int n = (int) in.varint();
        int list = in.position();
        for (int i = 0; i < n; i++) {
          in.varint();
        }
        values(in, flags, n, packed, 0);
        int end = in.position();
        in.position(list);
        Arrays.fill(into, offset, offset + rows, SpecialValues.ABSENT);
        int row = 0;
        for (int i = 0; i < n; i++) {
          row += (int) in.varint();
          into[offset + row] = packed[i];
        }
        in.position(end);
      }
    }
  }

  private void values(ByteSource in, int flags, int n, double[] into, int offset) {
    if ((flags & FloatColumn.DECIMAL) != 0) {
      IntSequence.decode(in, numbers, n);
      Scale.values(numbers, n, flags >>> 4, into, offset);
    } else {
      switch (flags & 0xf0) {
        case 0 -> {
          IntSequence.decode(in, numbers, n);
          for (int i = 0; i < n; i++) {
            into[offset + i] = Double.longBitsToDouble(numbers[i]);
          }
        }
        case FloatColumn.SCALED -> {
          int scale = in.get();
          IntSequence.decode(in, numbers, n);
          Scale.values(numbers, n, scale, into, offset);
        }
        case FloatColumn.CORRECTED -> corrected(in, n, into, offset);
        case FloatColumn.RELATED -> related(in, n, into, offset);
        default ->
            throw new IllegalArgumentException("unknown form " + (flags >>> 4) + " of a column");
      }
    }
    if ((flags & FloatColumn.BESIDE) != 0) {
      int at = 0;
      for (int left = (int) in.varint(); left > 0; left--) {
        at += (int) in.varint();
        into[offset + at] = Double.longBitsToDouble(in.word());
      }
    }
  }

  private void corrected(ByteSource in, int n, double[] into, int offset) {
    corrections = corrections.length < n ? new long[n] : corrections;
    int scale = in.get();
    IntSequence.decode(in, numbers, n);
    IntSequence.decode(in, corrections, n);
    Scale.values(numbers, n, scale, into, offset);
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToRawLongBits(into[offset + i]) + corrections[i];
      into[offset + i] = Double.longBitsToDouble(bits);
    }
  }

  private void related(ByteSource in, int n, double[] into, int offset) {
    int scale = in.get();
    int other = (int) in.varint();
    if (other != relativesOf) {
      relativesOf = -1;
      relatives = relatives.length < n ? new long[n] : relatives;
      numbersOf(other, n, relatives);
      relativesOf = other;
    }
    long multiplier = in.zigzag();
    long divisor = in.varint();
    IntSequence.decode(in, numbers, n);
    RelatedColumn.add(relatives, multiplier, divisor, numbers, n);
    Scale.values(numbers, n, scale, into, offset);
  }

  private void numbersOf(int column, int n, long[] to) {
    ByteSource in = others.apply(column);
    int flags = in.get();
    boolean scaled = (flags & (0xf0 | FloatColumn.DECIMAL)) == FloatColumn.SCALED;
    if ((flags & 3) != FloatColumn.ALL || !scaled && (flags & FloatColumn.DECIMAL) == 0) {
      throw new IllegalArgumentException("column " + column + " cannot have relatives");
    }
    if (scaled) {
      in.get();
    }
    IntSequence.decode(in, to, n);
  }
}
