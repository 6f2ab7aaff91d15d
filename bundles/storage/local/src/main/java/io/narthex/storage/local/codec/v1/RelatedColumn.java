// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

/**
 * Finds columns of a block that move with another one: the same number under two names, one in
 * bytes and one in pages, free and used, a part and its sum, the buckets of a histogram.
 *
 * <p>The form RELATED of a {@link FloatColumn}, which has a value in every row:
 *
 * <pre>
 * byte    {@link Scale}
 * varint  the other column's place in the block; that one is DECIMAL or SCALED and has a value in
 *         every row
 * zigzag  multiplier
 * varint  divisor
 *         {@link IntSequence}: the remainders
 *         what stands beside
 * </pre>
 *
 * <p>With x the numbers of the other column before what stands beside it, the numbers are {@code
 * (x[i] - x[0]) / divisor * multiplier + remainder[i]}; the division leaves no rest.
 */
public final class RelatedColumn {

  // So many columns before it are looked at; what belongs together is exposed together.
  private static final int KEPT = 64;
  // So many neighbouring rows are compared at some places first.
  private static final int RUN = 12;
  private static final int PLACES = 3;
  // A relation must save so much, since two columns are decoded then.
  private static final double WORTH = 0.9;

  private final IntSequence sequence = new IntSequence(true);
  private final ByteSink out = new ByteSink(256);
  private final long[][] kept = new long[KEPT][];
  private final int[] columns = new int[KEPT];
  private final int[] scales = new int[KEPT];
  private final long[] divisors = new long[KEPT];
  private final long[][] samples = new long[KEPT][PLACES * RUN];
  private final long[] differences = new long[PLACES * RUN];
  private int count;
  private long[] remainders = new long[64];

  /** Forgets all columns; a new block begins. */
  public void begin() {
    count = 0;
  }

  /**
   * Looks whether a column that was just encoded is shorter as a relative of one before it, and
   * puts that in its place; else it may get relatives.
   *
   * @param encoder encoded it
   * @param column its place in the block
   * @param values its values
   * @param start where it begins in {@code columns}; it ends where they end
   */
  public void relate(
      FloatColumn encoder, int column, double[] values, int rows, int start, ByteSink columns) {
    int scale = encoder.scale();
    int size = columns.size() - start;
    if (scale < 0 || rows < 4 * RUN || size < 16 + rows / 16) {
      return;
    }
    long[] numbers = encoder.numbers();
    long divisor = divisor(numbers, rows);
    int best = -1;
    sample(numbers, rows, differences);
    double bestBits = bits(differences, differences, 0, 1, divisor, Double.MAX_VALUE) * WORTH;
    long bestMultiplier = 0;
    long bestDivisor = 1;
    for (int k = Math.max(0, count - KEPT); k < count; k++) {
      int slot = k % KEPT;
      long common = PackedNumbers.gcd(divisor, divisors[slot]);
      long a = divisor / common;
      long b = divisors[slot] / common;
      for (int t = 0; t < 3; t++) {
        // In proportion; of the same unit; the rest to a constant sum.
        long multiplier = t == 0 ? a : t == 1 ? 1 : -1;
        long by = t == 0 ? b : 1;
        if (t == 1 && a == 1 && b == 1 || t > 0 && scales[slot] != scale) {
          continue;
        }
        long unit = t == 0 ? divisor : common;
        double bits = bits(differences, samples[slot], multiplier, by, unit, bestBits);
        if (bits < bestBits) {
          bestBits = bits;
          best = slot;
          bestMultiplier = multiplier;
          bestDivisor = by;
        }
      }
    }
    if (best >= 0) {
      write(encoder, best, bestMultiplier, bestDivisor, values, rows);
      if (out.size() < size * WORTH) {
        columns.truncate(start);
        columns.put(out.bytes(), 0, out.size());
        return;
      }
    }
    int slot = count % KEPT;
    if (kept[slot] == null || kept[slot].length < rows) {
      kept[slot] = new long[rows];
    }
    System.arraycopy(numbers, 0, kept[slot], 0, rows);
    System.arraycopy(differences, 0, samples[slot], 0, differences.length);
    this.columns[slot] = column;
    scales[slot] = scale;
    divisors[slot] = divisor;
    count++;
  }

  private static long divisor(long[] numbers, int n) {
    long gcd = 0;
    for (int i = 1; i < n && gcd != 1; i++) {
      long d = numbers[i] - numbers[i - 1];
      if (gcd == 0 || d % gcd != 0) {
        gcd = Math.abs(PackedNumbers.gcd(d, gcd));
      }
    }
    return gcd == 0 ? 1 : gcd;
  }

  /** Takes the differences between some rows. */
  private static void sample(long[] numbers, int n, long[] into) {
    int to = 0;
    for (int place = 0; place < PLACES; place++) {
      int from = 1 + (n - RUN - 1) * place / (PLACES - 1);
      for (int i = from; i < from + RUN; i++) {
        into[to++] = numbers[i] - numbers[i - 1];
      }
    }
  }

  /**
   * Returns about how many bits differences have when those of another column are taken away.
   *
   * @param unit all that are left are multiples of it
   * @param most when it comes to more, any larger number may be returned
   */
  private static double bits(long[] y, long[] x, long multiplier, long by, long unit, double most) {
    int perNumber = unit > 1 ? 63 - Long.numberOfLeadingZeros(unit) : 0;
    int bits = 0;
    for (int i = 0; i < y.length && bits <= most; i++) {
      long d = y[i] - (by == 1 ? x[i] * multiplier : x[i] / by * multiplier);
      bits += d == 0 ? 0 : 64 - Long.numberOfLeadingZeros(PackedNumbers.zigzag(d)) - perNumber;
    }
    return bits;
  }

  private void write(
      FloatColumn encoder, int slot, long multiplier, long by, double[] values, int rows) {
    int scale = encoder.scale();
    remainders = remainders.length < rows ? new long[rows] : remainders;
    long[] x = kept[slot];
    long[] y = encoder.numbers();
    for (int i = 0; i < rows; i++) {
      remainders[i] = y[i] - (x[i] - x[0]) / by * multiplier;
    }
    out.truncate(0);
    out.put(0);
    out.put(scale);
    out.varint(columns[slot]);
    out.zigzag(multiplier);
    out.varint(by);
    sequence.encode(remainders, rows, out);
    int beside = encoder.beside(values, 0, rows, scale, out);
    out.setByte(0, FloatColumn.RELATED | (beside > 0 ? FloatColumn.BESIDE : 0));
  }

  /** Makes the numbers from one to another of their remainders, in place. */
  static void numbers(
      long[] x, long multiplier, long divisor, long[] remainders, int from, int to) {
    long first = x[0];
    if (divisor == 1) {
      for (int i = from; i < to; i++) {
        remainders[i] += (x[i] - first) * multiplier;
      }
    } else {
      for (int i = from; i < to; i++) {
        remainders[i] += (x[i] - first) / divisor * multiplier;
      }
    }
  }
}
