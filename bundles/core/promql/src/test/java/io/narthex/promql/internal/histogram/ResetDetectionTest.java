// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Histogram;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetDetectionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          count:3 buckets:[1 2]                          | count:3 buckets:[1 2]           | false
          count:2 buckets:[1 1]                          | count:3 buckets:[1 2]           | true
          count:9 buckets:[1 8]                          | count:3 buckets:[2 1]           | true
          count:9 offset:1 buckets:[9]                   | count:3 buckets:[1 2]           | true
          count:9 offset:1 buckets:[9]                   | count:2 buckets:[0 2]           | false
          count:9 buckets:[9] n_buckets:[0]              | count:3 n_buckets:[3]           | true
          schema:1 count:9 buckets:[9]                   | schema:0 count:3 buckets:[3]    | true
          schema:0 count:9 buckets:[3 6]                 | schema:1 count:5 buckets:[3 1 1] | false
          schema:0 count:9 buckets:[3 1]                 | schema:1 count:5 buckets:[3 1 1] | true
          z_bucket_w:1 count:9 z_bucket:5                | z_bucket_w:2 count:3            | true
          z_bucket_w:1 count:9 z_bucket:5                | z_bucket_w:0.5 count:4 buckets:[4] | false
          z_bucket_w:1 count:9 z_bucket:5                | z_bucket_w:0.5 count:6 buckets:[6] | true
          z_bucket_w:0.75 count:9 z_bucket:9             | z_bucket_w:0.5 count:4 buckets:[4] | true
          count:1 counter_reset_hint:not_reset           | count:3                         | false
          count:9 counter_reset_hint:reset               | count:3                         | true
          schema:-53 count:9 custom_values:[1] buckets:[4 5] | count:1 buckets:[1]          | true
          schema:-53 count:9 custom_values:[1 2] buckets:[4 2 3] | schema:-53 count:9 custom_values:[2] buckets:[6 3] | false
          schema:-53 count:9 custom_values:[1 2] buckets:[4 1 4] | schema:-53 count:9 custom_values:[2] buckets:[6 3] | true
          """)
  void detects(String current, String previous, boolean reset) {
    assertThat(
            ResetDetection.isReset(
                Histograms.sample(current.strip()), Histograms.sample(previous.strip())))
        .isEqualTo(reset);
  }

  @Test
  void aCounterThatOnlyGrowsIsNeverReset() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      Histogram before =
          random.nextBoolean() ? Histograms.random(random) : Histograms.randomCustom(random);
      Histogram more =
          before.hasCustomBuckets() ? Histograms.randomCustom(random) : Histograms.random(random);
      FloatHistogram after = FloatHistogram.of(before);
      after.add(FloatHistogram.of(more));
      assertThat(ResetDetection.isReset(after.toHistogram(), before)).as("seed %d", seed).isFalse();
      assertThat(ResetDetection.isReset(after, FloatHistogram.of(before)))
          .as("seed %d", seed)
          .isFalse();
    }
  }
}
