// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.window.KahanSum;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StepSumsTest {

  @Test
  void givesTheSameAsNeumaiersMethod() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    double[] sums = new double[100];
    double[] terms = new double[100];
    KahanSum[] expected = new KahanSum[100];
    for (int i = 0; i < 100; i++) {
      expected[i] = new KahanSum();
    }
    for (int k = 0; k < 50; k++) {
      double[] values = new double[100];
      for (int i = 0; i < values.length; i++) {
        values[i] = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-200, 200));
        expected[i].add(values[i]);
      }
      StepSums.add(sums, terms, values);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(sums[i]).as("seed %d", seed).isEqualTo(expected[i].sum());
      assertThat(terms[i]).as("seed %d", seed).isEqualTo(expected[i].compensation());
    }
  }
}
