// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.row.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.local.memory.PagePool;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block tells which of its columns no piece names. */
class RowBlockTest {

  private static final int COLUMNS = 400;

  private final PieceWriter pieces = new PieceWriter();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void columns_that_no_piece_names_are_told(long seed) {
    Random random = new Random(seed);
    try (PagePool pool = new PagePool()) {
      int[] layout = new int[COLUMNS];
      Arrays.setAll(layout, c -> c % 7 == 0 ? -1 : c);
      RowBlock block = new RowBlock(pool, layout, COLUMNS, 0);
      BitSet named = new BitSet();
      for (int row = 0; row < 20; row++) {
        pieces.clear();
        switch (random.nextInt(6)) {
          case 0 -> dense(random, row, named, 1);
          case 1 -> dense(random, row, named, 4);
          case 2 -> pieces.sparse(row, list(random, named), new long[3], 3, false);
          case 3 -> pieces.sparse(row, list(random, named), new long[3], 3, true);
          case 4 -> pieces.starts(row, list(random, named), new long[3], 3);
          default -> histogram(random, row, named);
        }
        block.append(pieces.words(), 0, pieces.size(), pieces.pieces(), 1);

        BitSet expected = new BitSet();
        for (int c = 0; c < COLUMNS; c++) {
          expected.set(c, c % 7 != 0 && c % 3 != 0 && !named.get(c));
        }
        assertThat(block.unnamed(c -> c % 3 != 0)).as("seed %d", seed).isEqualTo(expected);
      }
      block.release();
    }
  }

  private void dense(Random random, int row, BitSet named, int one) {
    int first = random.nextInt(COLUMNS - 150);
    int n = 1 + random.nextInt(150);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      boolean absent = one > 1 && random.nextInt(one) > 0;
      values[i] = absent ? SpecialValues.ABSENT : i;
      named.set(first + i, named.get(first + i) || !absent);
    }
    pieces.dense(row, first, values, n, new long[(n + 63) >>> 6]);
  }

  private static int[] list(Random random, BitSet named) {
    int[] columns = random.ints(0, COLUMNS).distinct().limit(3).sorted().toArray();
    for (int column : columns) {
      named.set(column);
    }
    return columns;
  }

  private void histogram(Random random, int row, BitSet named) {
    int column = random.nextInt(COLUMNS);
    named.set(column);
    Histogram histogram =
        new Histogram(
            0,
            true,
            Histogram.ResetHint.values()[0],
            0.001,
            0,
            1,
            1,
            List.of(new BucketSpan(0, 1)),
            new double[] {1},
            List.of(),
            new double[0],
            new double[0]);
    pieces.histogram(row, column, histogram);
  }
}
