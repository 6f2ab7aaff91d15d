// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.narthex.promql.HistogramBuckets;
import io.narthex.promql.HistogramBuckets.Bucket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramEstimatesTest {

  private final HistogramQuantile quantile = new HistogramQuantile();
  private final HistogramFraction fraction = new HistogramFraction();

  private static FloatHistogram h(String notation) {
    return Histograms.of(notation);
  }

  @Test
  void quantileInterpolatesOnALogarithmicScale() {
    FloatHistogram h = h("count:4 sum:6 offset:1 buckets:[4]");
    assertThat(quantile.estimate(0.5, h)).isCloseTo(Math.sqrt(2), within(1e-12));
    assertThat(quantile.estimate(0, h)).isEqualTo(1);
    assertThat(quantile.estimate(1, h)).isEqualTo(2);
    FloatHistogram negative = h("count:4 sum:-6 n_offset:1 n_buckets:[4]");
    assertThat(quantile.estimate(0.5, negative)).isCloseTo(-Math.sqrt(2), within(1e-12));
  }

  @Test
  void quantileKnowsTheSidesOfTheZeroBucket() {
    assertThat(quantile.estimate(0.5, h("count:4 z_bucket:4 z_bucket_w:2"))).isEqualTo(0);
    assertThat(quantile.estimate(0.25, h("count:8 z_bucket:4 z_bucket_w:2 offset:2 buckets:[4]")))
        .isEqualTo(1);
    assertThat(
            quantile.estimate(0.75, h("count:8 z_bucket:4 z_bucket_w:2 n_offset:2 n_buckets:[4]")))
        .isEqualTo(-1);
  }

  @Test
  void quantileIsLinearInCustomBuckets() {
    FloatHistogram h = h("schema:-53 count:8 sum:1 custom_values:[4 8] buckets:[4 2 2]");
    assertThat(quantile.estimate(0.25, h)).isEqualTo(2);
    assertThat(quantile.estimate(0.625, h)).isEqualTo(6);
    assertThat(quantile.estimate(0.9, h)).isEqualTo(8);
    assertThat(quantile.estimate(0.1, h("schema:-53 count:1 custom_values:[-4] buckets:[1]")))
        .isEqualTo(-4);
  }

  @Test
  void quantileOfTheSpecialCases() {
    FloatHistogram h = h("count:4 sum:6 offset:1 buckets:[4]");
    assertThat(quantile.estimate(-1, h)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(quantile.estimate(2, h)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(quantile.estimate(Double.NaN, h)).isNaN();
    assertThat(quantile.estimate(0.5, h("count:0"))).isNaN();
    FloatHistogram withNans = h("count:8 sum:NaN offset:1 buckets:[4]");
    assertThat(quantile.estimate(0.25, withNans)).isCloseTo(Math.sqrt(2), within(1e-12));
    assertThat(quantile.note()).isEqualTo(HistogramQuantile.Note.NAN_SKEW);
    assertThat(quantile.estimate(0.75, withNans)).isNaN();
    assertThat(quantile.note()).isEqualTo(HistogramQuantile.Note.NAN_RESULT);
  }

  @Test
  void fractionIsTheInverseOfTheQuantile() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      FloatHistogram h =
          FloatHistogram.of(
              random.nextBoolean() ? Histograms.random(random) : Histograms.randomCustom(random));
      double q = 0.01 + random.nextDouble(0.98);
      double value = quantile.estimate(q, h);
      // At a bound with empty buckets above, or in the endless bucket, the way back is not unique.
      if (h.count() > 0 && value != 0 && !h.hasCustomBuckets()) {
        assertThat(fraction.estimate(Double.NEGATIVE_INFINITY, value, h))
            .as("seed %d, q %s of %s", seed, q, h)
            .isCloseTo(q, within(1e-9));
      }
      if (h.count() > 0) {
        assertThat(fraction.estimate(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, h))
            .isEqualTo(1);
      }
    }
  }

  @Test
  void fractionOfTheSpecialCases() {
    FloatHistogram h = h("schema:-53 count:8 sum:1 custom_values:[4 8] buckets:[4 2 2]");
    assertThat(fraction.estimate(2, 6, h)).isEqualTo(0.375);
    assertThat(fraction.estimate(6, 2, h)).isEqualTo(0);
    assertThat(fraction.estimate(Double.NaN, 2, h)).isNaN();
    assertThat(fraction.estimate(0, 2, h("count:0"))).isNaN();
    assertThat(fraction.estimate(1, 4, h("count:8 sum:NaN offset:1 buckets:[4]"))).isEqualTo(0.5);
    assertThat(fraction.nansLeftOut()).isTrue();
  }

  @Test
  void moments() {
    FloatHistogram h = h("schema:-53 count:4 sum:8 custom_values:[2 4] buckets:[0 4]");
    assertThat(HistogramMoments.average(h)).isEqualTo(2);
    assertThat(HistogramMoments.variance(h)).isEqualTo(1);
    assertThat(HistogramMoments.deviation(h("count:4 sum:0 n_offset:1 n_buckets:[4]")))
        .isCloseTo(Math.sqrt(2), within(1e-12));
  }

  @Test
  void trimsCustomBuckets() {
    String notation = "schema:-53 count:8 sum:40 custom_values:[4 8] buckets:[4 2 2]";
    assertThat(HistogramTrim.below(h(notation), 6).toString())
        .isEqualTo("{count:5, sum:13, [-Inf,4]:4, (4,8]:1}");
    assertThat(HistogramTrim.above(h(notation), 2).toString())
        .isEqualTo("{count:6, sum:34, [-Inf,4]:2, (4,8]:2, (8,+Inf]:2}");
    assertThat(HistogramTrim.above(h(notation), 9).toString())
        .isEqualTo("{count:2, sum:18, (8,+Inf]:2}");
  }

  @Test
  void trimsExponentialBuckets() {
    String notation = "count:10 sum:9 z_bucket:2 z_bucket_w:0.5 offset:1 buckets:[4 4]";
    assertThat(HistogramTrim.below(h(notation), 2).toString())
        .isEqualTo("{count:6, sum:6.156854249492381, [-0.5,0.5]:2, (1,2]:4}");
    assertThat(HistogramTrim.below(h(notation), 4).toString())
        .isEqualTo("{count:10, sum:9, [-0.5,0.5]:2, (1,2]:4, (2,4]:4}");
    assertThat(HistogramTrim.above(h(notation), Math.sqrt(2)).count()).isCloseTo(6, within(1e-9));
  }

  @Test
  void classicQuantilesAreLinear() {
    ClassicBuckets buckets = new ClassicBuckets();
    buckets.add(Double.POSITIVE_INFINITY, 10);
    buckets.add(1, 4);
    buckets.add(2, 8);
    assertThat(buckets.quantile(0.2)).isEqualTo(0.5);
    assertThat(buckets.quantile(0.6)).isEqualTo(1.5);
    assertThat(buckets.quantile(0.9)).isEqualTo(2);
    assertThat(buckets.fraction(0.5, 1.5)).isEqualTo(0.4);
    assertThat(buckets.forced()).isFalse();
    buckets.clear();
    buckets.add(1, 4);
    assertThat(buckets.quantile(0.5)).isNaN();
    assertThat(buckets.fraction(0, 1)).isNaN();
  }

  @Test
  void classicBucketsOfTheSameBoundAreAddedUp() {
    ClassicBuckets buckets = new ClassicBuckets();
    buckets.add(2, 2);
    buckets.add(2, 2);
    buckets.add(Double.POSITIVE_INFINITY, 4);
    assertThat(buckets.quantile(0.5)).isEqualTo(1);
  }

  @Test
  void classicCountsThatFallAreRaised() {
    ClassicBuckets buckets = new ClassicBuckets();
    buckets.add(1, 4);
    buckets.add(2, 3);
    buckets.add(4, 6);
    buckets.add(8, 4);
    buckets.add(Double.POSITIVE_INFINITY, 8);
    assertThat(buckets.quantile(0.625)).isEqualTo(3);
    assertThat(buckets.forced()).isTrue();
    assertThat(buckets.lowestForced()).isEqualTo(2);
    assertThat(buckets.highestForced()).isEqualTo(8);
    assertThat(buckets.largestDrop()).isEqualTo(2);
    buckets.clear();
    buckets.add(1, 4);
    buckets.add(2, 4 - 1e-13);
    buckets.add(Double.POSITIVE_INFINITY, 4);
    assertThat(buckets.quantile(0.5)).isEqualTo(0.5);
    assertThat(buckets.forced()).isFalse();
  }

  @Test
  void bucketsOfTheApi() {
    assertThat(
            HistogramBuckets.of(
                Histograms.sample(
                    "count:9 z_bucket:2 z_bucket_w:0.5 offset:1 buckets:[3 0] n_offset:1 n_buckets:[4]")))
        .containsExactly(
            new Bucket(1, -2, -1, 4), new Bucket(3, -0.5, 0.5, 2), new Bucket(0, 1, 2, 3));
  }
}
