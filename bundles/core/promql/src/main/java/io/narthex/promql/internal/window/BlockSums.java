// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.scan.SampleColumn;
import java.util.Arrays;

/**
 * Sums of wide windows, put together from sums of blocks of rows that all windows share. For one
 * thread.
 *
 * <p>A block keeps what Neumaier's method compensates, so a sum of blocks is as exact as one of
 * rows. Windows whose sum is not finite are left to the caller, since there the order counts.
 */
final class BlockSums {

  private static final int SHIFT = 4;
  private static final int BLOCK = 1 << SHIFT;

  /** Narrower windows have too few whole blocks to gain. */
  private static final int LEAST_ROWS = 4 * BLOCK;

  private double[] sums = new double[16];
  private double[] compensations = new double[16];
  private int known;
  private final KahanSum block = new KahanSum();

  /** Forgets all blocks: a new series begins. */
  void begin() {
    known = 0;
  }

  /**
   * Adds up the rows of a window.
   *
   * @param total receives the sum and its compensation; undefined when the result is false
   * @return whether the sum is finite and the window wide enough to be done here
   */
  boolean add(SampleColumn floats, int from, int to, KahanSum total) {
    if (to - from < LEAST_ROWS) {
      return false;
    }
    double[] v = floats.values();
    int first = (from + BLOCK - 1) >> SHIFT;
    int last = to >> SHIFT;
    fill(v, last);
    total.set(0, 0);
    for (int i = from; i < first << SHIFT; i++) {
      total.add(v[i]);
    }
    for (int b = first; b < last; b++) {
      total.add(sums[b]);
      total.compensate(compensations[b]);
    }
    for (int i = last << SHIFT; i < to; i++) {
      total.add(v[i]);
    }
    return Math.abs(total.sum()) <= Double.MAX_VALUE;
  }

  /** Computes the blocks before one that are not known yet. */
  private void fill(double[] v, int end) {
    if (known >= end) {
      return;
    }
    if (sums.length < end) {
      int length = Math.max(end, 2 * sums.length);
      sums = Arrays.copyOf(sums, length);
      compensations = Arrays.copyOf(compensations, length);
    }
    for (int b = known; b < end; b++) {
      block.set(0, 0);
      int start = b << SHIFT;
      for (int i = start; i < start + BLOCK; i++) {
        block.add(v[i]);
      }
      sums[b] = block.sum();
      compensations[b] = block.compensation();
    }
    known = end;
  }
}
