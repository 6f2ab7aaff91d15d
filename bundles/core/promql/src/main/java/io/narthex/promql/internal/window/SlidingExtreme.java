// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.scan.SampleColumn;

/**
 * The largest or smallest float of each window. For one thread.
 *
 * <p>Windows move on, so rows that can never be the best of a later window are forgotten when a
 * better one comes: what is left is a queue whose values get worse from front to back, and its
 * front is the answer. Each row is looked at once, however wide the windows are.
 */
final class SlidingExtreme implements FloatKernel.Function {

  /** What is wanted of the extreme. */
  enum Result {
    /** Its value; of equal ones the first. */
    VALUE,
    /** When it was taken, in seconds; of equal ones the last. */
    TIME
  }

  private final boolean max;
  private final Result result;
  private int[] queue = new int[64];
  private int head;
  private int tail;
  private int next;

  SlidingExtreme(boolean max, Result result) {
    this.max = max;
    this.result = result;
  }

  @Override
  public void begin(SampleColumn floats) {
    if (queue.length < floats.count()) {
      queue = new int[floats.count()];
    }
    head = 0;
    tail = 0;
    next = 0;
  }

  @Override
  public double apply(SampleColumn floats, int from, int to, int step) {
    double[] v = floats.values();
    if (from >= next) {
      next = from;
      head = 0;
      tail = 0;
    }
    while (next < to) {
      if (!Double.isNaN(v[next])) {
        push(v, next);
      }
      next++;
    }
    while (head < tail && queue[head] < from) {
      head++;
    }
    // With nothing but NaN the last one is the answer.
    int best = head < tail ? queue[head] : to - 1;
    return result == Result.VALUE ? v[best] : floats.timestamps()[best] / 1000.0;
  }

  private void push(double[] v, int row) {
    double value = v[row];
    while (tail > head && gives(v[queue[tail - 1]], value)) {
      tail--;
    }
    queue[tail++] = row;
  }

  /** Returns whether an older value can be forgotten for a newer one. */
  private boolean gives(double older, double newer) {
    if (result == Result.TIME && older == newer) {
      return true;
    }
    return max ? older < newer : older > newer;
  }
}
