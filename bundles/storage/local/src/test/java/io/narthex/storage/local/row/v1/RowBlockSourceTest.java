// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.local.memory.PagePool;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns read one after the other, in any order and by themselves are the same. */
class RowBlockSourceTest {

  private static final double[] ODD = {
    SpecialValues.STALE, SpecialValues.NAN, Double.NaN, -0.0, 0.0, 1e300, Double.POSITIVE_INFINITY
  };

  private final PieceWriter pieces = new PieceWriter();

  // The value that "unchanged" refers to; whether the block has one.
  private final double[] last = new double[300];
  private final boolean[] inBlock = new boolean[300];

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void neighbouring_columns_read_as_single_ones(long seed) {
    Random random = new Random(seed);
    int columns = 1 + random.nextInt(last.length);
    int rows = 1 + random.nextInt(60);
    try (PagePool pool = new PagePool()) {
      int[] layout = new int[columns];
      Arrays.setAll(layout, i -> i);
      RowBlock block = new RowBlock(pool, layout, columns, 0);
      double[][] expected = new double[rows][columns];
      for (int r = 0; r < rows; r++) {
        Arrays.fill(expected[r], SpecialValues.ABSENT);
        pieces.clear();
        if (random.nextInt(4) > 0) {
          dense(random, columns, r, expected[r]);
        }
        if (random.nextInt(3) == 0 || pieces.pieces() == 0) {
          listed(random, columns, r, expected[r], false);
        }
        int late = random.nextInt(r + 1);
        if (late < r && random.nextInt(3) == 0) {
          listed(random, columns, late, expected[late], true);
        }
        block.append(pieces.words(), 0, pieces.size(), pieces.pieces(), 1);
      }
      int from = random.nextInt(rows);
      int to = from + random.nextInt(rows - from);
      for (int order = 0; order < 3; order++) {
        RowBlockSource source = new RowBlockSource(block, block.pieces(), from, to);
        double[] values = new double[source.rowCount() + 1];
        for (int i = 0; i < columns; i++) {
          int column = order == 0 ? i : order == 1 ? columns - 1 - i : random.nextInt(columns);
          source.values(column, values, 1);
          RowBlockSource fresh = new RowBlockSource(block, block.pieces(), from, to);
          double[] single = new double[source.rowCount() + 1];
          fresh.values(column, single, 1);
          for (int r = 0; r < source.rowCount(); r++) {
            String where =
                "seed " + seed + ", order " + order + ", column " + column + ", row " + r;
            long bits = Double.doubleToRawLongBits(expected[(int) source.timestamps()[r]][column]);
            assertThat(Double.doubleToRawLongBits(values[r + 1])).as(where).isEqualTo(bits);
            assertThat(Double.doubleToRawLongBits(single[r + 1])).as(where).isEqualTo(bits);
          }
        }
      }
      block.release();
    }
  }

  private void dense(Random random, int columns, int row, double[] expected) {
    int first = random.nextInt(columns);
    int n = 1 + random.nextInt(columns - first);
    boolean all = random.nextBoolean();
    double[] values = new double[n];
    long[] changed = new long[(n + 63) >>> 6];
    for (int i = 0; i < n; i++) {
      int column = first + i;
      values[i] = SpecialValues.ABSENT;
      if (!all && random.nextInt(3) == 0) {
        continue;
      }
      values[i] = inBlock[column] && random.nextBoolean() ? last[column] : any(random);
      if (!inBlock[column] || bits(values[i]) != bits(last[column])) {
        changed[i >>> 6] |= 1L << (i & 63);
      }
      last[column] = values[i];
      inBlock[column] = true;
      expected[column] = values[i];
    }
    pieces.dense(row, first, values, n, changed);
  }

  private void listed(Random random, int columns, int row, double[] expected, boolean late) {
    int[] list = new int[columns];
    long[] values = new long[columns];
    int n = 0;
    for (int column = random.nextInt(columns); column < columns; column++) {
      if (SpecialValues.isAbsent(expected[column]) && random.nextInt(4) == 0) {
        double value = any(random);
        list[n] = column;
        values[n++] = bits(value);
        expected[column] = value;
        if (!late) {
          last[column] = value;
          inBlock[column] = true;
        }
      }
    }
    pieces.sparse(row, list, values, n, late);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static double any(Random random) {
    return random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian();
  }
}
