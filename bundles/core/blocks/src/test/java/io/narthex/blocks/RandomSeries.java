// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A series with samples made by chance.
 *
 * @param labels its labels
 * @param samples its samples in the order of time
 */
record RandomSeries(Labels labels, List<Sample> samples) {

  /** A float, or a histogram when there is one. */
  record Sample(long timestampMs, double value, @Nullable Histogram histogram) {}

  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    Double.NaN,
    SpecialValues.NAN,
    SpecialValues.STALE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE
  };

  static List<RandomSeries> many(Random random, int count, long fromMs, long toMs) {
    List<RandomSeries> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Labels labels =
          Labels.of(
              "__name__", "metric_" + random.nextInt(5),
              "instance", "host-" + i,
              "t\u00e4xt", random.nextBoolean() ? "\ud83d\ude00" : "\uffee");
      all.add(new RandomSeries(labels, samples(random, fromMs, toMs)));
    }
    return all;
  }

  private static List<Sample> samples(Random random, long fromMs, long toMs) {
    int count = random.nextInt(400);
    int kind = random.nextInt(6);
    long step = Math.max(1, (toMs - fromMs) / (count + 1));
    long jitter = random.nextBoolean() ? 1 : Math.max(1, step / 2);
    long time = fromMs;
    double level = random.nextInt(1000);
    @Nullable Histogram histogram = null;
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      histogram = kind < 4 ? null : next(random, kind == 5, histogram);
      level = value(random, kind, level);
      samples.add(new Sample(time, level, histogram));
      time += random.nextInt(50) == 0 ? 1 : step - random.nextLong(jitter);
    }
    return samples;
  }

  private static double value(Random random, int kind, double before) {
    return switch (kind) {
      case 0 -> before + random.nextInt(3);
      case 1 -> random.nextGaussian();
      case 2 -> SPECIAL[random.nextInt(SPECIAL.length)];
      default -> Math.rint(random.nextGaussian() * 1000) / 100;
    };
  }

  private static Histogram next(Random random, boolean floats, @Nullable Histogram before) {
    if (random.nextInt(40) == 0) {
      return new Histogram(
          0,
          !floats,
          ResetHint.UNKNOWN,
          0,
          0,
          SpecialValues.STALE,
          SpecialValues.STALE,
          List.of(),
          new double[0],
          List.of(),
          new double[0],
          new double[0]);
    }
    if (before == null || before.isStale() || random.nextInt(30) == 0) {
      return fresh(random, floats);
    }
    double factor = floats ? 1.25 : 1;
    double[] positive = before.positiveCounts().clone();
    double added = 0;
    for (int i = 0; i < positive.length; i++) {
      double more = random.nextInt(4) * factor;
      positive[i] += more;
      added += more;
    }
    return new Histogram(
        before.schema(),
        !floats,
        ResetHint.UNKNOWN,
        before.zeroThreshold(),
        before.zeroCount(),
        before.count() + added,
        before.sum() + random.nextGaussian(),
        before.positiveSpans(),
        positive,
        before.negativeSpans(),
        before.negativeCounts(),
        before.customBounds());
  }

  private static Histogram fresh(Random random, boolean floats) {
    boolean custom = random.nextInt(3) == 0;
    double[] bounds = custom ? new double[] {0.005, 0.1, 1, 2.5, 1e6, 33554.431} : new double[0];
    List<BucketSpan> positive =
        custom
            ? List.of(new BucketSpan(1, 3))
            : List.of(new BucketSpan(-3, 2), new BucketSpan(5, 4));
    List<BucketSpan> negative = custom ? List.of() : List.of(new BucketSpan(0, 1));
    double[] counts = new double[custom ? 3 : 6];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = random.nextInt(100) + (floats ? 0.5 : 0);
    }
    double[] thresholds = {0, Math.scalb(1.0, -128), 0.001, 1024};
    return new Histogram(
        custom ? Histogram.CUSTOM_BUCKETS_SCHEMA : random.nextInt(13) - 4,
        !floats,
        ResetHint.UNKNOWN,
        custom ? 0 : thresholds[random.nextInt(thresholds.length)],
        custom ? 0 : 2,
        1000 + random.nextInt(100),
        random.nextGaussian(),
        positive,
        counts,
        negative,
        custom ? new double[0] : new double[] {7},
        bounds);
  }
}
