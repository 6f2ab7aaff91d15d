// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatHistogramTest {

  private static final int ROUNDS = 2000;

  private static FloatHistogram h(String notation) {
    return Histograms.of(notation);
  }

  private static String sum(String a, String b) {
    FloatHistogram sum = h(a);
    sum.add(h(b));
    return Histograms.text(sum.compact());
  }

  @Test
  void addsBucketsOfTheSameLayout() {
    assertThat(sum("count:3 sum:4 buckets:[1 2]", "count:5 sum:1 buckets:[0 2 3]"))
        .isEqualTo("{{count:8 sum:5 buckets:[1 4 3]}}");
    assertThat(
            sum(
                "count:1 offset:5 buckets:[1]",
                "count:2 offset:-3 n_offset:1 buckets:[1] n_buckets:[1]"))
        .isEqualTo("{{count:3 offset:-3 buckets:[1 0 0 0 0 0 0 0 1] n_offset:1 n_buckets:[1]}}");
  }

  @Test
  void keepsTheLowerResolution() {
    assertThat(sum("schema:1 count:6 buckets:[1 2 3]", "schema:0 count:3 buckets:[1 2]"))
        .isEqualTo("{{count:9 buckets:[2 7]}}");
    assertThat(sum("schema:0 count:3 buckets:[1 2]", "schema:1 count:6 buckets:[1 2 3]"))
        .isEqualTo("{{count:9 buckets:[2 7]}}");
  }

  @Test
  void widensTheZeroBucket() {
    // The buckets (0.25, 0.5] and (0.5, 1] lie within the zero bucket of the other.
    assertThat(
            sum(
                "count:6 z_bucket:1 z_bucket_w:0.25 offset:-1 buckets:[1 2 2]",
                "count:1 z_bucket:1 z_bucket_w:1 offset:1 buckets:[0]"))
        .isEqualTo("{{count:7 z_bucket:5 z_bucket_w:1 offset:1 buckets:[2]}}");
    // A populated bucket that the width cuts is taken in whole.
    assertThat(
            sum(
                "count:3 z_bucket:1 z_bucket_w:0.75",
                "count:5 z_bucket:1 z_bucket_w:0.001 buckets:[2 3] n_buckets:[1]"))
        .isEqualTo("{{count:8 z_bucket:5 z_bucket_w:1 offset:1 buckets:[3]}}");
    assertThat(
            sum(
                "count:5 z_bucket:1 z_bucket_w:0.001 n_offset:1 n_buckets:[2] offset:1 buckets:[3]",
                "count:3 z_bucket:1 z_bucket_w:1.5"))
        .isEqualTo("{{count:8 z_bucket:7 z_bucket_w:2}}");
  }

  @Test
  void keepsTheBoundsThatBothHave() {
    FloatHistogram sum = h("schema:-53 count:10 custom_values:[1 2 3] buckets:[1 2 3 4]");
    assertThat(sum.add(h("schema:-53 count:6 custom_values:[1 3 5] buckets:[1 1 2 2]")))
        .isEqualTo(FloatHistogram.BOUNDS_RECONCILED);
    assertThat(Histograms.text(sum))
        .isEqualTo("{{schema:-53 count:16 custom_values:[1 3] buckets:[2 6 8]}}");
    assertThat(sum.add(h("schema:-53 count:1 custom_values:[7] buckets:[1]")))
        .isEqualTo(FloatHistogram.BOUNDS_RECONCILED);
    assertThat(Histograms.text(sum))
        .isEqualTo("{{schema:-53 count:17 custom_values:[] buckets:[17]}}");
    assertThat(sum.add(h("count:1 buckets:[1]"))).isEqualTo(FloatHistogram.INCOMPATIBLE);
    assertThat(sum.count()).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, UNKNOWN, UNKNOWN, false",
    "GAUGE, RESET, GAUGE, false",
    "RESET, GAUGE, GAUGE, false",
    "UNKNOWN, RESET, UNKNOWN, false",
    "NOT_RESET, UNKNOWN, UNKNOWN, false",
    "RESET, RESET, RESET, false",
    "RESET, NOT_RESET, UNKNOWN, true",
    "NOT_RESET, RESET, UNKNOWN, true",
    "UNKNOWN, GAUGE, GAUGE, false"
  })
  void mergesHints(ResetHint a, ResetHint b, ResetHint merged, boolean collision) {
    FloatHistogram sum = h("count:1").setHint(a);
    int flags = sum.add(h("count:1").setHint(b));
    assertThat(sum.hint()).isEqualTo(merged);
    assertThat(flags).isEqualTo(collision ? FloatHistogram.RESET_COLLISION : 0);
  }

  @Test
  void scales() {
    FloatHistogram h = h("count:6 sum:4 z_bucket:2 z_bucket_w:1 offset:1 buckets:[4]");
    assertThat(Histograms.text(h.copy().multiply(0.5)))
        .isEqualTo("{{count:3 sum:2 z_bucket:1 z_bucket_w:1 offset:1 buckets:[2]}}");
    assertThat(h.copy().multiply(-1).hint()).isEqualTo(ResetHint.GAUGE);
    assertThat(h.copy().divide(-2).hint()).isEqualTo(ResetHint.GAUGE);
    assertThat(Histograms.text(h.copy().divide(0)))
        .isEqualTo("{{count:+Inf sum:+Inf z_bucket:+Inf z_bucket_w:1}}");
  }

  @Test
  void compacts() {
    assertThat(h("buckets:[0 1 0 0 2 0]").compact().toHistogram().positiveSpans()).hasSize(2);
    assertThat(h("buckets:[0 1 0 0 2 0]").compact(2).toHistogram().positiveCounts())
        .containsExactly(1, 0, 0, 2);
    assertThat(h("buckets:[0 0]").compact().toHistogram().positiveCounts()).isEmpty();
  }

  @Test
  void comparesData() {
    assertThat(h("count:1 buckets:[1]").sameData(h("count:1 buckets:[1] counter_reset_hint:gauge")))
        .isTrue();
    assertThat(h("count:1 buckets:[1]").sameData(h("count:1 buckets:[1 0]"))).isFalse();
    assertThat(h("count:1 sum:NaN").sameData(h("count:1 sum:NaN"))).isTrue();
    assertThat(h("z_bucket_w:1").sameData(h("z_bucket_w:2"))).isFalse();
  }

  @Test
  void addingAndSubtractingGivesTheSameAgain() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      boolean custom = random.nextInt(4) == 0;
      Histogram a = custom ? Histograms.randomCustom(random) : Histograms.random(random);
      Histogram b = custom ? Histograms.randomCustom(random) : Histograms.random(random);
      FloatHistogram aPlusB = FloatHistogram.of(a);
      aPlusB.add(FloatHistogram.of(b));
      FloatHistogram bPlusA = FloatHistogram.of(b);
      bPlusA.add(FloatHistogram.of(a));
      assertThat(Histograms.text(aPlusB)).as("seed %d", seed).isEqualTo(Histograms.text(bPlusA));

      FloatHistogram compensated = FloatHistogram.of(a);
      compensated.addCompensated(FloatHistogram.of(b));
      assertThat(Histograms.text(compensated.settle()))
          .as("seed %d", seed)
          .isEqualTo(Histograms.text(aPlusB));

      // What is left of a sum after subtracting one part is the other, in the sum's layout.
      FloatHistogram rest = aPlusB.copy();
      rest.subtract(FloatHistogram.of(b));
      FloatHistogram zero = aPlusB.copy().multiply(0);
      zero.add(FloatHistogram.of(a));
      assertThat(Histograms.text(rest)).as("seed %d", seed).isEqualTo(Histograms.text(zero));

      double observations = aPlusB.zeroCount();
      for (double count : aPlusB.toHistogram().positiveCounts()) {
        observations += count;
      }
      for (double count : aPlusB.toHistogram().negativeCounts()) {
        observations += count;
      }
      assertThat(observations).as("seed %d", seed).isEqualTo(aPlusB.count());
    }
  }

  @Test
  void survivesTheWayThroughSamples() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      FloatHistogram h = FloatHistogram.of(Histograms.random(random));
      assertThat(h.sameData(FloatHistogram.of(h.toHistogram()))).as("seed %d", seed).isTrue();
      FloatHistogram coarse = h.copyToSchema(h.schema() - 1);
      assertThat(coarse.count()).isEqualTo(h.count());
      assertThat(coarse.schema()).isEqualTo(h.schema() - 1);
    }
  }

  @Test
  void sumsWithoutLosingSmallCounts() {
    HistogramSum sum = new HistogramSum();
    for (String part : new String[] {"1e16", "1", "1", "-1e16"}) {
      sum.add(Histograms.sample("count:" + part + " sum:" + part + " buckets:[" + part + "]"));
    }
    assertThat(String.valueOf(sum.result())).isEqualTo("{count:2, sum:2, (0.5,1]:2}");
  }

  @Test
  void averages() {
    HistogramMean mean = new HistogramMean();
    mean.add(Histograms.sample("count:1 sum:4 buckets:[1] counter_reset_hint:reset"));
    mean.add(Histograms.sample("count:3 sum:0 buckets:[1 2] counter_reset_hint:not_reset"));
    assertThat(String.valueOf(mean.result())).isEqualTo("{count:2, sum:2, (0.5,1]:1, (1,2]:1}");
    assertThat(mean.resetCollision()).isTrue();
  }

  @Test
  void averagesWhatWouldOverflow() {
    HistogramMean mean = new HistogramMean();
    for (int i = 0; i < 4; i++) {
      mean.add(Histograms.sample("count:1e308 sum:1e308 buckets:[1e308]"));
    }
    FloatHistogram result = mean.result();
    assertThat(result).isNotNull();
    assertThat(result.hasInfinity()).isFalse();
    assertThat(result.sum() / 1e308).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
  }

  @Test
  void printsAsPrometheusDoes() {
    assertThat(
            h("count:14 sum:-1e7 z_bucket:2 z_bucket_w:0.001 buckets:[5 0 1e6] n_offset:1 n_buckets:[3 4]")
                .toString())
        .isEqualTo(
            "{count:14, sum:-1e+07, [-4,-2):4, [-2,-1):3, [-0.001,0.001]:2, (0.5,1]:5,"
                + " (2,4]:1e+06}");
    assertThat(h("schema:-53 count:3 custom_values:[1 2.5] buckets:[1 1 1]").toString())
        .isEqualTo("{count:3, sum:0, [-Inf,1]:1, (1,2.5]:1, (2.5,+Inf]:1}");
  }
}
