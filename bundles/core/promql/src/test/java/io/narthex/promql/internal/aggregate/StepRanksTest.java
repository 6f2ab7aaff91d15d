// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepRanksTest {

  private static final int STEPS = 20;

  private final Limits limits = new Limits(1L << 40, 1L << 40, 1L << 60);

  private static List<StepSeries> random(SplittableRandom random) {
    List<StepSeries> series = new ArrayList<>();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      StepSeries s = new StepSeries(STEPS);
      s.label(Labels.of("i", "" + i), false);
      for (int step = 0; step < STEPS; step++) {
        double value = random.nextInt(random.nextBoolean() ? 100 : 3);
        s.set(step, random.nextInt(8) == 0 ? SpecialValues.ABSENT : value);
      }
      series.add(s);
    }
    return series;
  }

  /** Returns what is left at a step, the best first. */
  private static List<String> best(List<StepSeries> series, int step, double k, boolean top) {
    Comparator<StepSeries> order = Comparator.comparingDouble(s -> s.values()[step]);
    return series.stream()
        .filter(s -> s.present(step))
        .sorted((top ? order.reversed() : order).thenComparing(StepSeries::labels))
        .limit((long) k)
        .map(s -> s.labels() + " " + s.values()[step])
        .toList();
  }

  @Test
  void keepsTheSameAsSortingAllSeries() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      List<StepSeries> series = random(random);
      double[] k = random.doubles(STEPS, 0, 9).toArray();
      boolean top = random.nextBoolean();
      StepRanks ranks = new StepRanks(limits, top, k);
      StepRanks others = new StepRanks(limits, top, k);
      int split = random.nextInt(series.size() + 1);
      series.subList(0, split).forEach(ranks::add);
      series.subList(split, series.size()).forEach(others::add);
      ranks.merge(others);
      others.release();

      List<StepSeries> result = ranks.result();

      ranks.release();
      for (int step = 0; step < STEPS; step++) {
        assertThat(best(result, step, 1e9, top))
            .as("seed %d, round %d, step %d", seed, round, step)
            .isEqualTo(best(series, step, k[step], top));
      }
      assertThat(result.stream().map(StepSeries::labels).toList())
          .as("seed %d, round %d", seed, round)
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(limits.bytes()).as("seed %d, round %d", seed, round).isZero();
    }
  }

  private List<Double> ranked(boolean top, double k, double... values) {
    StepRanks ranks = new StepRanks(limits, top, new double[] {k});
    for (double value : values) {
      StepSeries s = new StepSeries(1);
      s.set(0, value);
      ranks.add(s);
    }
    return ranks.result().stream().map(s -> s.values()[0]).toList();
  }

  @Test
  void aSingleStepHasTheBestFirstAndWhatIsNoNumberLast() {
    assertThat(ranked(true, 3, 1, Double.NaN, 5, 3)).containsExactly(5.0, 3.0, 1.0);
    assertThat(ranked(false, 3, 4, Double.NaN, 5)).containsExactly(4.0, 5.0, Double.NaN);
    assertThat(ranked(true, 1, Double.NaN, Double.NEGATIVE_INFINITY))
        .containsExactly(Double.NEGATIVE_INFINITY);
    assertThat(ranked(true, 0, 1, Double.NaN)).isEmpty();
  }

  @Test
  void ofEqualValuesTheFirstByLabelsCounts() {
    StepRanks ranks = new StepRanks(limits, true, new double[] {2, 2});
    Stream.of("c", "a", "b")
        .forEach(
            name -> {
              double[] ones = new double[2];
              Arrays.fill(ones, 1);
              ranks.add(new StepSeries(Labels.of("x", name), false, ones, null));
            });

    assertThat(ranks.result())
        .extracting(StepSeries::labels)
        .containsExactly(Labels.of("x", "a"), Labels.of("x", "b"));
  }
}
