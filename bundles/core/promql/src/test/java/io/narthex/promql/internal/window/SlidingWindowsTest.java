// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.Histogram;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is carried over from window to window gives the same as looking at each window anew. */
class SlidingWindowsTest {

  private final long seed = System.nanoTime();
  private final SplittableRandom random = new SplittableRandom(seed);

  /** Rows of a window. */
  private record Window(int from, int to) {}

  private interface Sliding {
    double of(SampleColumn column, Window window);
  }

  private SampleColumn column(boolean odd) {
    int n = random.nextInt(1, 600);
    long[] times = new long[n];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = 1_000L * i + random.nextInt(900);
      values[i] =
          switch (random.nextInt(odd ? 12 : 6)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextDouble() * Math.pow(10, random.nextInt(-10, 10));
            case 2, 3 -> -random.nextInt(1_000) / 8.0;
            case 6 -> Double.NaN;
            case 7 -> Double.POSITIVE_INFINITY;
            case 8 -> -0.0;
            default -> random.nextInt(100_000);
          };
    }
    SampleColumn column = new SampleColumn();
    column.set(times, values, new Histogram[0], null, n, new int[0], new int[0], 1);
    return column;
  }

  /** Windows that move on by a few rows, by many, or over each other's end; some are empty. */
  private Window next(Window last, int rows, int width) {
    int from = Math.min(rows, last.from() + random.nextInt(random.nextInt(10) == 0 ? 200 : 6));
    int to = Math.min(rows, Math.max(last.to(), from + random.nextInt(width)));
    return new Window(from, to);
  }

  private void check(
      Sliding sliding,
      Consumer<SampleColumn> begin,
      ToDoubleFunction<double[]> direct,
      double tolerance) {
    for (int k = 0; k < 60; k++) {
      SampleColumn column = column(k % 2 == 0);
      begin.accept(column);
      int width = random.nextInt(1, 300);
      Window window = new Window(0, 0);
      for (int step = 0; step < 200; step++) {
        window = next(window, column.count(), width);
        if (window.from() < window.to()) {
          double expected =
              direct.applyAsDouble(Arrays.copyOfRange(column.values(), window.from(), window.to()));
          double got = sliding.of(column, window);
          if (Double.compare(got, expected) != 0) {
            assertThat(Math.abs(got - expected))
                .as("seed %d, %s, %s against %s", seed, window, got, expected)
                .isLessThanOrEqualTo(tolerance * Math.abs(expected));
          }
        }
      }
    }
  }

  private void checkExtreme(boolean max) {
    SlidingExtreme extreme = new SlidingExtreme(max, SlidingExtreme.Result.VALUE);
    check(
        (column, w) -> extreme.apply(column, w.from(), w.to(), 0),
        extreme::begin,
        v -> {
          double best = v[0];
          for (double x : v) {
            if ((max ? x > best : x < best) || Double.isNaN(best)) {
              best = x;
            }
          }
          return best;
        },
        0);
  }

  @Test
  void findsTheLargest() {
    checkExtreme(true);
  }

  @Test
  void findsTheSmallest() {
    checkExtreme(false);
  }

  @Test
  void findsWhenTheLargestWasTakenLast() {
    for (int k = 0; k < 100; k++) {
      SampleColumn column = column(k % 2 == 0);
      SlidingExtreme extreme = new SlidingExtreme(true, SlidingExtreme.Result.TIME);
      extreme.begin(column);
      Window window = new Window(0, 0);
      for (int step = 0; step < 200; step++) {
        window = next(window, column.count(), 50);
        if (window.from() < window.to()) {
          double[] v = column.values();
          int best = window.from();
          for (int i = window.from(); i < window.to(); i++) {
            best = v[i] >= v[best] || Double.isNaN(v[best]) ? i : best;
          }
          assertThat(extreme.apply(column, window.from(), window.to(), step))
              .as("seed %d, %s", seed, window)
              .isEqualTo(column.timestamps()[best] / 1000.0);
        }
      }
    }
  }

  @Test
  void findsQuantiles() {
    SlidingQuantile sliding = new SlidingQuantile();
    for (double q : new double[] {0, 0.37, 0.5, 0.95, 1, Double.NaN, -1, 2}) {
      check(
          (column, w) -> sliding.of(q, column, w.from(), w.to()),
          column -> sliding.begin(),
          v -> Quantiles.of(q, v, v.length),
          0);
    }
  }

  @Test
  void addsUp() {
    BlockSums blocks = new BlockSums();
    KahanSum total = new KahanSum();
    check(
        (column, w) -> {
          if (blocks.add(column, w.from(), w.to(), total)) {
            return total.value();
          }
          return direct(Arrays.copyOfRange(column.values(), w.from(), w.to()));
        },
        column -> blocks.begin(),
        SlidingWindowsTest::direct,
        1e-15);
  }

  @Test
  void leavesNarrowAndInfiniteWindowsToTheCaller() {
    BlockSums blocks = new BlockSums();
    SampleColumn column = new SampleColumn();
    double[] values = new double[200];
    values[150] = Double.NEGATIVE_INFINITY;
    column.set(new long[200], values, new Histogram[0], null, 200, new int[0], new int[0], 1);
    assertThat(blocks.add(column, 0, 20, new KahanSum())).isFalse();
    assertThat(blocks.add(column, 0, 140, new KahanSum())).isTrue();
    assertThat(blocks.add(column, 3, 160, new KahanSum())).isFalse();
  }

  private static double direct(double[] values) {
    KahanSum sum = new KahanSum();
    for (double v : values) {
      sum.add(v);
    }
    return Double.isInfinite(sum.sum()) ? sum.sum() : sum.value();
  }
}
