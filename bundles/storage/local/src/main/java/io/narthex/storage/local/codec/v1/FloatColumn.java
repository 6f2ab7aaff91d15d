// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;

/**
 * A column of doubles as bytes, bit-exact, with rows that have no value.
 *
 * <p>The first byte has flags:
 *
 * <pre>
 * bits 0-1  presence: 0 every row has a value; 1 a run of rows; 2 a bitmap; 3 a list of rows
 * bit 2     DECIMAL: numbers are value * 10^e; else they are the 64 bits of the doubles
 * bit 3     some values of a DECIMAL column are given beside it
 * bits 4-7  e, 0 to 15
 * </pre>
 *
 * <p>Then, varints as in {@link ByteSink}:
 *
 * <pre>
 * presence 1  varint first row, varint count of rows
 * presence 2  a bit a row in whole bytes, low bits first
 * presence 3  varint count, then that many varints: the first row, then distances to the one before
 * numbers     an {@link IntSequence}, one number a present row
 * bit 3       varint count, then for each: varint distance to the present row of the one before (the
 *             first: from 0), 8 bytes, the bits of the double
 * </pre>
 *
 * <p>A column without any value is the single byte 1 followed by two zeros. Numbers of a DECIMAL
 * column are divided by 10^e with IEEE division; the encoder has made sure that this gives the same
 * bits, so that stale markers, -0.0 and whatever is no short decimal stand beside. Columns in which
 * more than one value in eight would, are stored by their bits; consecutive doubles of like size
 * are close as integers, too.
 */
public final class FloatColumn {

  private static final int ALL = 0;
  private static final int RUN = 1;
  private static final int BITMAP = 2;
  private static final int LIST = 3;
  private static final int DECIMAL = 4;
  private static final int BESIDE = 8;

  private static final int MAX_EXPONENT = 15;
  private static final double[] POWERS = powers();
  private static final double MAX_NUMBER = 1L << 62;

  private final IntSequence sequence = new IntSequence();
  private double[] present = new double[64];
  private long[] numbers = new long[64];
  private final ByteSink other = new ByteSink(256);

  private static double[] powers() {
    double[] powers = new double[MAX_EXPONENT + 1];
    long power = 1;
    for (int e = 0; e <= MAX_EXPONENT; e++) {
      powers[e] = power;
      power *= 10;
    }
    return powers;
  }

  /**
   * Writes a column.
   *
   * @param values one a row, {@link SpecialValues#ABSENT} where there is none
   */
  public void encode(double[] values, int offset, int rows, ByteSink out) {
    if (present.length < rows) {
      present = new double[rows];
      numbers = new long[rows];
    }
    int n = 0;
    int first = -1;
    int last = -1;
    for (int r = 0; r < rows; r++) {
      if (!SpecialValues.isAbsent(values[offset + r])) {
        first = first < 0 ? r : first;
        last = r;
        present[n++] = values[offset + r];
      }
    }
    int flagsAt = out.size();
    out.put(0);
    int presence = presence(values, offset, rows, n, first, last, out);
    int flags = presence;
    if (n > 0) {
      flags |= numbers(n, out);
    }
    out.setByte(flagsAt, flags);
  }

  private static int presence(
      double[] values, int offset, int rows, int n, int first, int last, ByteSink out) {
    if (n == rows) {
      return ALL;
    }
    if (n == 0 || last - first + 1 == n) {
      out.varint(Math.max(0, first));
      out.varint(n);
      return RUN;
    }
    if (n * 2 < (rows + 7) / 8) {
      out.varint(n);
      int before = 0;
      for (int r = 0; r < rows; r++) {
        if (!SpecialValues.isAbsent(values[offset + r])) {
          out.varint(r - before);
          before = r;
        }
      }
      return LIST;
    }
    for (int r = 0; r < rows; r += 8) {
      int bits = 0;
      for (int b = 0; b < 8 && r + b < rows; b++) {
        if (!SpecialValues.isAbsent(values[offset + r + b])) {
          bits |= 1 << b;
        }
      }
      out.put(bits);
    }
    return BITMAP;
  }

  private int numbers(int n, ByteSink out) {
    int exponent = exponent(n);
    if (exponent < 0) {
      bits(n, out);
      return 0;
    }
    int start = out.size();
    int beside = decimals(n, exponent, out);
    if (beside > 0) {
      beside(n, exponent, beside, out);
    }
    if (out.size() - start > n) {
      // More than a byte a value: the plain bits may be shorter.
      other.truncate(0);
      bits(n, other);
      if (other.size() < out.size() - start) {
        out.truncate(start);
        out.put(other.bytes(), 0, other.size());
        return 0;
      }
    }
    return DECIMAL | (beside > 0 ? BESIDE : 0) | exponent << 4;
  }

  private void bits(int n, ByteSink out) {
    for (int i = 0; i < n; i++) {
      numbers[i] = Double.doubleToRawLongBits(present[i]);
    }
    sequence.encode(numbers, n, out);
  }

  /** Returns the smallest exponent that suits nearly all values, or -1. */
  private int exponent(int n) {
    int allowed = n / 8;
    int misses = 0;
    int exponent = 0;
    for (int i = 0; i < n; i++) {
      if (i > 0 && same(present[i], present[i - 1])) {
        continue;
      }
      int e = exponent;
      while (e <= MAX_EXPONENT && !fits(present[i], e)) {
        e++;
      }
      if (e <= MAX_EXPONENT) {
        exponent = e;
      } else if (++misses > allowed) {
        return -1;
      }
    }
    // Values seen before the exponent grew may not fit the larger one.
    misses = 0;
    for (int i = 0; i < n; i++) {
      if (!fits(present[i], exponent) && ++misses > allowed) {
        return -1;
      }
    }
    return exponent;
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  private static boolean fits(double value, int exponent) {
    double scaled = value * POWERS[exponent];
    // The comparison also refuses NaN and infinities.
    return Math.abs(scaled) < MAX_NUMBER
        && same((double) Math.round(scaled) / POWERS[exponent], value);
  }

  private int decimals(int n, int exponent, ByteSink out) {
    int beside = 0;
    long last = 0;
    boolean any = false;
    for (int i = 0; i < n; i++) {
      if (fits(present[i], exponent)) {
        last = Math.round(present[i] * POWERS[exponent]);
        if (!any) {
          Arrays.fill(numbers, 0, i, last);
          any = true;
        }
      } else {
        beside++;
      }
      numbers[i] = last;
    }
    sequence.encode(numbers, n, out);
    return beside;
  }

  private void beside(int n, int exponent, int count, ByteSink out) {
    out.varint(count);
    int before = 0;
    for (int i = 0; i < n; i++) {
      if (!fits(present[i], exponent)) {
        out.varint(i - before);
        out.word(Double.doubleToRawLongBits(present[i]));
        before = i;
      }
    }
  }

  /** In how many rows a column has a value. */
  public enum Presence {
    ALL,
    SOME,
    NONE
  }

  /**
   * Returns in how many rows a column has a value, without decoding it.
   *
   * @param in stands on the column
   */
  public static Presence presence(ByteSource in) {
    int how = in.get() & 3;
    if (how == ALL) {
      return Presence.ALL;
    }
    if (how == RUN) {
      in.varint();
      return in.varint() == 0 ? Presence.NONE : Presence.SOME;
    }
    return Presence.SOME;
  }

  /** Reads columns; reusable, for one thread. */
  public static final class Decoder {

    private long[] numbers = new long[64];
    private double[] packed = new double[64];

    /** Makes a decoder. */
    public Decoder() {}

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
        case ALL -> values(in, flags, rows, into, offset);
        case RUN -> {
          int first = (int) in.varint();
          int n = (int) in.varint();
          Arrays.fill(into, offset, offset + first, SpecialValues.ABSENT);
          Arrays.fill(into, offset + first + n, offset + rows, SpecialValues.ABSENT);
          if (n > 0) {
            values(in, flags, n, into, offset + first);
          }
        }
        case BITMAP -> {
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
      IntSequence.decode(in, numbers, n);
      if ((flags & DECIMAL) == 0) {
        for (int i = 0; i < n; i++) {
          into[offset + i] = Double.longBitsToDouble(numbers[i]);
        }
        return;
      }
      int exponent = flags >>> 4;
      if (exponent == 0) {
        for (int i = 0; i < n; i++) {
          into[offset + i] = numbers[i];
        }
      } else {
        double power = POWERS[exponent];
        for (int i = 0; i < n; i++) {
          into[offset + i] = numbers[i] / power;
        }
      }
      if ((flags & BESIDE) != 0) {
        int at = 0;
        for (int left = (int) in.varint(); left > 0; left--) {
          at += (int) in.varint();
          into[offset + at] = Double.longBitsToDouble(in.word());
        }
      }
    }
  }
}
