// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.promql.script.internal.ScriptSyntaxException;
import io.narthex.promql.script.internal.SeriesParser;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Makes histograms for tests: from the notation of scripts, or at random. */
public final class Histograms {

  private Histograms() {}

  /** Reads what stands between the braces of the script notation. */
  static FloatHistogram of(String notation) {
    return FloatHistogram.of(sample(notation));
  }

  /** As {@link #of}, as a sample. */
  public static Histogram sample(String notation) {
    try {
      return Objects.requireNonNull(
          SeriesParser.parse("x {{" + notation + "}}", 1).values().getFirst().histogram());
    } catch (ScriptSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static String text(FloatHistogram h) {
    return HistogramText.script(h.toHistogram());
  }

  /** Makes a histogram with exponential buckets and whole counts. */
  static Histogram random(Random random) {
    int schema = random.nextInt(-2, 4);
    List<BucketSpan> positive = spans(random);
    List<BucketSpan> negative = spans(random);
    double[] positiveCounts = counts(random, positive);
    double[] negativeCounts = counts(random, negative);
    double zeroCount = random.nextInt(20);
    double count = zeroCount;
    for (double c : positiveCounts) {
      count += c;
    }
    for (double c : negativeCounts) {
      count += c;
    }
    // The buckets begin outside the zero bucket, whose width is a bound in every schema.
    int lowest = positive.isEmpty() ? 0 : positive.getFirst().offset();
    lowest = negative.isEmpty() ? lowest : Math.min(lowest, negative.getFirst().offset());
    double zeroThreshold = Math.scalb(1.0, -4 * random.nextInt(12));
    while (zeroThreshold > ExponentialBounds.upper(lowest - 1, schema)) {
      zeroThreshold /= 16;
    }
    return new Histogram(
        schema,
        false,
        ResetHint.UNKNOWN,
        zeroThreshold,
        zeroCount,
        count,
        random.nextInt(-1000, 1000),
        positive,
        positiveCounts,
        negative,
        negativeCounts,
        new double[0]);
  }

  /** Makes a histogram with some of the bounds 1 to 9. */
  static Histogram randomCustom(Random random) {
    List<Double> bounds = new ArrayList<>();
    for (int i = 1; i < 10; i++) {
      if (random.nextInt(3) > 0) {
        bounds.add((double) i);
      }
    }
    double[] counts = new double[bounds.size() + 1];
    double count = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = random.nextInt(10);
      count += counts[i];
    }
    return new Histogram(
        Histogram.CUSTOM_BUCKETS_SCHEMA,
        false,
        ResetHint.UNKNOWN,
        0,
        0,
        count,
        random.nextInt(1000),
        List.of(new BucketSpan(0, counts.length)),
        counts,
        List.of(),
        new double[0],
        bounds.stream().mapToDouble(b -> b).toArray());
  }

  private static List<BucketSpan> spans(Random random) {
    List<BucketSpan> spans = new ArrayList<>();
    int n = random.nextInt(4);
    for (int i = 0; i < n; i++) {
      int offset = i == 0 ? random.nextInt(-10, 10) : random.nextInt(1, 5);
      spans.add(new BucketSpan(offset, random.nextInt(1, 6)));
    }
    return spans;
  }

  private static double[] counts(Random random, List<BucketSpan> spans) {
    double[] counts = new double[spans.stream().mapToInt(BucketSpan::length).sum()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = random.nextInt(10);
    }
    return counts;
  }
}
