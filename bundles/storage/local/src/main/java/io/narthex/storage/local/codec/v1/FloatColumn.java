// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import io.narthex.spi.model.SpecialValues;

/**
 * A column of doubles as bytes, bit-exact, with rows that have no value.
 *
 * <p>The first byte has flags:
 *
 * <pre>
 * bits 0-1  presence: 0 every row has a value; 1 a run of rows; 2 a bitmap; 3 a list of rows
 * bit 2     DECIMAL: numbers are value * 10^e
 * bit 3     some values are given beside the column
 * bits 4-7  e, 0 to 15, of a DECIMAL column; else the form:
 *           0 BITS       numbers are the 64 bits of the doubles
 *           1 SCALED     a byte, the {@link Scale}, precedes the numbers, from which values are made
 *           2 CORRECTED  as SCALED, but a second sequence is added to the bits of those values
 *           3 RELATED    see {@link RelatedColumn}
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
 * bits, so that stale markers, -0.0 and whatever is no short decimal stand beside. CORRECTED is for
 * sums of decimals, which are off by a few units in the last place. Other doubles are stored by
 * their bits; consecutive ones of like size are close as integers, too.
 */
public final class FloatColumn {

  static final int ALL = 0;
  static final int RUN = 1;
  static final int BITMAP = 2;
  static final int DECIMAL = 4;
  static final int BESIDE = 8;
  static final int SCALED = 1 << 4;
  static final int CORRECTED = 2 << 4;
  static final int RELATED = 3 << 4;

  private static final int LIST = 3;
  private static final int SAMPLES = 32;
  private static final int[] SUMS = {3, 6, 9};
  // A correction of more units in the last place is none.
  private static final long MAX_CORRECTION = 1 << 12;

  private final boolean thorough;
  private final IntSequence sequence;
  private double[] present = new double[64];
  private long[] numbers = new long[64];
  private long[] corrections = new long[64];
  private long[] bestNumbers = new long[64];
  private int scale;
  private ByteSink best = new ByteSink(256);
  private ByteSink other = new ByteSink(256);
  private int bestFlags;

  /** An encoder for what will be encoded again: quick. */
  public FloatColumn() {
    this(false);
  }

  /**
   * An encoder.
   *
   * @param thorough whether to look longer for something shorter
   */
  public FloatColumn(boolean thorough) {
    this.thorough = thorough;
    this.sequence = new IntSequence(thorough);
  }

  /**
   * Writes a column.
   *
   * @param values one a row, {@link SpecialValues#ABSENT} where there is none
   * @return in how many rows there is a value
   */
  public int encode(double[] values, int offset, int rows, ByteSink out) {
    if (present.length < rows) {
      present = new double[rows];
      numbers = new long[rows];
      corrections = new long[rows];
      bestNumbers = new long[rows];
    }
    scale = -1;
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
    int flags = presence(values, offset, rows, n, first, last, out);
    if (n > 0) {
      numbers(n);
      flags |= bestFlags;
      out.put(best.bytes(), 0, best.size());
    }
    scale = n == rows ? scale : -1;
    out.setByte(flagsAt, flags);
    return n;
  }

  /**
   * Returns the scale of the column that was encoded last, or -1 when it is not made of numbers in
   * every row.
   */
  int scale() {
    return scale;
  }

  /** Returns the numbers of the column that was encoded last; to be copied. */
  long[] numbers() {
    return bestNumbers;
  }

  /** Writes the values of a column that numbers do not give, and returns how many these are. */
  int beside(double[] values, int offset, int rows, int withScale, ByteSink out) {
    System.arraycopy(values, offset, present, 0, rows);
    int count = 0;
    for (int i = 0; i < rows; i++) {
      count += Scale.fits(present[i], withScale) ? 0 : 1;
    }
    if (count > 0) {
      beside(rows, withScale, count, out);
    }
    return count;
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

  /** Encodes what is present in the shortest form into {@link #best}. */
  private void numbers(int n) {
    best.truncate(0);
    int exponent = sampled(n);
    int misses = exponent < 0 ? n : Scale.numbers(present, n, exponent, numbers);
    if (misses > 0) {
      exponent = exponent(n);
      misses = exponent < 0 ? n : Scale.numbers(present, n, exponent, numbers);
    }
    if (exponent >= 0) {
      int beside = decimals(n, exponent, misses, best);
      bestFlags = DECIMAL | exponent << 4 | beside;
      keep(exponent, n);
    }
    if (thorough && (exponent < 0 || best.size() > n)) {
      further(n, exponent);
    }
    // More than a byte a value, or many values beside: the plain bits may be shorter.
    if (best.size() == 0 || best.size() > n || thorough && (bestFlags & BESIDE) != 0) {
      other.truncate(0);
      bits(n, other);
      takeShorter(0, -1, n);
    }
  }

  /** Takes what is in {@link #other} when it is shorter than what was found before. */
  private void takeShorter(int flags, int withScale, int n) {
    if (best.size() == 0 || other.size() < best.size()) {
      ByteSink longer = best;
      best = other;
      other = longer;
      bestFlags = flags;
      if (withScale >= 0) {
        keep(withScale, n);
      } else {
        scale = -1;
      }
    }
  }

  private void keep(int withScale, int n) {
    scale = withScale;
    System.arraycopy(numbers, 0, bestNumbers, 0, n);
  }

  /** Tries other scales than that of the smallest exponent that suits all values. */
  private void further(int n, int exponent) {
    int most = most(n);
    if (most >= 0 && most != exponent && suits(n, most, false)) {
      other.truncate(0);
      int beside = decimals(n, most, other);
      takeShorter(DECIMAL | most << 4 | beside, most, n);
    }
    if (exponent >= 0 && exponent < 10) {
      return;
    }
    for (int e = 1; e <= 9; e++) {
      if (suits(n, e | Scale.PRODUCT, false)) {
        other.truncate(0);
        other.put(e | Scale.PRODUCT);
        int beside = decimals(n, e | Scale.PRODUCT, other);
        takeShorter(SCALED | beside, e | Scale.PRODUCT, n);
        break;
      }
    }
    for (int e : SUMS) {
      if (suits(n, e, true)) {
        other.truncate(0);
        other.put(e);
        int beside = corrected(n, e);
        takeShorter(CORRECTED | beside, -1, n);
        break;
      }
    }
  }

  /** Returns the exponent that suits seven of eight values, or -1. */
  private int most(int n) {
    int[] counts = new int[Scale.MAX_EXPONENT + 1];
    int step = Math.max(1, n / SAMPLES);
    int count = 0;
    for (int i = 0; i < n; i += step) {
      count++;
      for (int e = 0; e <= Scale.MAX_EXPONENT; e++) {
        if (Scale.fits(present[i], e)) {
          counts[e]++;
          break;
        }
      }
    }
    int sum = 0;
    for (int e = 0; e <= Scale.MAX_EXPONENT; e++) {
      sum += counts[e];
      if (sum >= count - count / 8) {
        return e;
      }
    }
    return -1;
  }

  /** Returns whether seven of eight values, as far as a sample tells, have numbers. */
  private boolean suits(int n, int withScale, boolean correctable) {
    int step = Math.max(1, n / SAMPLES);
    int count = 0;
    int fit = 0;
    for (int i = 0; i < n; i += step) {
      count++;
      if (correctable
          ? isSmall(correction(present[i], withScale))
          : Scale.fits(present[i], withScale)) {
        fit++;
      }
    }
    return fit >= count - count / 8;
  }

  private static long correction(double value, int withScale) {
    if (!Scale.isInRange(value, withScale)) {
      return Long.MAX_VALUE;
    }
    double near = Scale.value(Scale.number(value, withScale), withScale);
    return Double.doubleToRawLongBits(value) - Double.doubleToRawLongBits(near);
  }

  private static boolean isSmall(long correction) {
    return correction >= -MAX_CORRECTION && correction <= MAX_CORRECTION;
  }

  private void bits(int n, ByteSink out) {
    for (int i = 0; i < n; i++) {
      numbers[i] = Double.doubleToRawLongBits(present[i]);
    }
    sequence.encode(numbers, n, out);
  }

  /** Returns the smallest exponent that suits some values among all, or -1. */
  private int sampled(int n) {
    int step = Math.max(1, n / SAMPLES);
    int exponent = 0;
    for (int i = 0; i < n; i += step) {
      while (!Scale.fits(present[i], exponent)) {
        if (++exponent > Scale.MAX_EXPONENT) {
          return -1;
        }
      }
    }
    return exponent;
  }

  /** Returns the smallest exponent that suits nearly all values, or -1. */
  private int exponent(int n) {
    int allowed = n / 8;
    int misses = 0;
    int exponent = 0;
    for (int i = 0; i < n; i++) {
      if (i > 0 && Scale.same(present[i], present[i - 1])) {
        continue;
      }
      int e = exponent;
      while (e <= Scale.MAX_EXPONENT && !Scale.fits(present[i], e)) {
        e++;
      }
      if (e <= Scale.MAX_EXPONENT) {
        exponent = e;
      } else if (++misses > allowed) {
        return -1;
      }
    }
    // Values seen before the exponent grew may not fit the larger one.
    misses = 0;
    for (int i = 0; i < n; i++) {
      if (!Scale.fits(present[i], exponent) && ++misses > allowed) {
        return -1;
      }
    }
    return exponent;
  }

  /** Writes numbers and what stands beside; returns {@link #BESIDE} when there is some. */
  private int decimals(int n, int withScale, ByteSink out) {
    return decimals(n, withScale, Scale.numbers(present, n, withScale, numbers), out);
  }

  private int decimals(int n, int withScale, int beside, ByteSink out) {
    sequence.encode(numbers, n, out);
    if (beside > 0) {
      beside(n, withScale, beside, out);
    }
    return beside > 0 ? BESIDE : 0;
  }

  private void beside(int n, int withScale, int count, ByteSink out) {
    out.varint(count);
    int before = 0;
    for (int i = 0; i < n; i++) {
      if (!Scale.fits(present[i], withScale)) {
        out.varint(i - before);
        out.word(Double.doubleToRawLongBits(present[i]));
        before = i;
      }
    }
  }

  /** Writes numbers and corrections into {@link #other}. */
  private int corrected(int n, int withScale) {
    int beside = 0;
    long last = 0;
    long lastCorrection = 0;
    for (int i = 0; i < n; i++) {
      long c = correction(present[i], withScale);
      if (isSmall(c)) {
        last = Scale.number(present[i], withScale);
        lastCorrection = c;
      } else {
        beside++;
      }
      numbers[i] = last;
      corrections[i] = lastCorrection;
    }
    sequence.encode(numbers, n, other);
    sequence.encode(corrections, n, other);
    if (beside > 0) {
      other.varint(beside);
      int before = 0;
      for (int i = 0; i < n; i++) {
        if (!isSmall(correction(present[i], withScale))) {
          other.varint(i - before);
          other.word(Double.doubleToRawLongBits(present[i]));
          before = i;
        }
      }
    }
    return beside > 0 ? BESIDE : 0;
  }

  /** In how many rows a column has a value. */
  public enum Presence {
    ALL,
    SOME,
    NONE
  }

  /** Returns whether a column that begins with this byte has a value in every row. */
  public static boolean isInAllRows(byte first) {
    return (first & 3) == ALL;
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
}
