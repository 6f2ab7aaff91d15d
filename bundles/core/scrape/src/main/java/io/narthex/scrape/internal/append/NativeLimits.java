// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Checks native histograms, and lowers their resolution where a job's limits ask for it: halving
 * the resolution puts two neighbouring buckets together.
 */
final class NativeLimits {

  private static final int FINEST = 8;
  private static final int COARSEST = -4;

  /** The finest schema that the least factor allows. */
  private final int maxSchema;

  private final long bucketLimit;

  NativeLimits(HistogramRules rules) {
    this.maxSchema = rules.minBucketFactor() > 0 ? finest(rules.minBucketFactor()) : FINEST;
    this.bucketLimit = rules.bucketLimit();
  }

  private static int finest(double factor) {
    // Upstream takes the factor of schema 8 for what is no growth.
    double growth = factor <= 1 ? 1.00271 : factor;
    double schema = Math.floor(-log2(log2(growth)));
    return (int) Math.clamp(schema, COARSEST, FINEST);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /**
   * Returns the histogram as it is to be stored.
   *
   * @throws ScrapeException when it is broken, or has too many buckets at the lowest resolution
   */
  Histogram apply(Histogram given) throws ScrapeException {
    check(given);
    Histogram out = given;
    if (!out.hasCustomBuckets() && out.schema() > maxSchema) {
      out = reduce(out, maxSchema);
    }
    while (bucketLimit > 0 && buckets(out) > bucketLimit) {
      if (out.hasCustomBuckets() || out.schema() <= COARSEST) {
        throw new ScrapeException(
            ScrapeException.Kind.HISTOGRAM_LIMIT,
            "histogram bucket limit exceeded (buckets: %d, native_histogram_bucket_limit: %d)"
                .formatted(buckets(out), bucketLimit));
      }
      out = reduce(out, out.schema() - 1);
    }
    return out;
  }

  private static int buckets(Histogram histogram) {
    return histogram.positiveCounts().length + histogram.negativeCounts().length;
  }

  private static void check(Histogram histogram) throws ScrapeException {
    if (!histogram.hasCustomBuckets() && histogram.schema() < COARSEST) {
      throw broken("schema %d is unknown; it is from -4 to 8".formatted(histogram.schema()));
    }
    double sum = histogram.zeroCount();
    for (double count : histogram.positiveCounts()) {
      sum += notNegative(count);
    }
    for (double count : histogram.negativeCounts()) {
      sum += notNegative(count);
    }
    boolean unsound =
        histogram.integer()
            && (Double.isNaN(histogram.sum()) ? histogram.count() < sum : histogram.count() != sum);
    if (unsound) {
      throw broken(
          "%s observations are in buckets, but the count is %s"
              .formatted(number(sum), number(histogram.count())));
    }
  }

  private static double notNegative(double count) throws ScrapeException {
    if (count < 0) {
      throw broken("a bucket has the count " + number(count));
    }
    return count;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private static ScrapeException broken(String problem) {
    return new ScrapeException(
        ScrapeException.Kind.CONTENT, "invalid native histogram: " + problem);
  }

  /** Puts buckets together until a histogram has a lower resolution. */
  static Histogram reduce(Histogram given, int schema) {
    int shift = given.schema() - schema;
    Side positive = Side.of(given.positiveSpans(), given.positiveCounts(), shift);
    Side negative = Side.of(given.negativeSpans(), given.negativeCounts(), shift);
    return new Histogram(
        schema,
        given.integer(),
        given.resetHint(),
        given.zeroThreshold(),
        given.zeroCount(),
        given.count(),
        given.sum(),
        positive.spans(),
        positive.counts(),
        negative.spans(),
        negative.counts(),
        given.customBounds());
  }

  private record Side(List<BucketSpan> spans, double[] counts) {

    static Side of(List<BucketSpan> spans, double[] counts, int shift) {
      List<BucketSpan> outSpans = new ArrayList<>();
      double[] out = new double[counts.length];
      int written = 0;
      int read = 0;
      int index = 0;
      int last = 0;
      int spanFrom = 0;
      int spanIndex = 0;
      int behindSpan = 0;
      for (BucketSpan span : spans) {
        index += span.offset();
        for (int i = 0; i < span.length(); i++, index++, read++) {
          // Bucket i ends at base^i, so it goes into the bucket whose end is the next power up.
          int target = ((index - 1) >> shift) + 1;
          if (written > 0 && target == last) {
            out[written - 1] += counts[read];
            continue;
          }
          if (written > 0 && target != last + 1) {
            outSpans.add(new BucketSpan(spanIndex - behindSpan, written - spanFrom));
            behindSpan = last + 1;
            spanFrom = written;
            spanIndex = target;
          } else if (written == 0) {
            spanIndex = target;
          }
          out[written++] = counts[read];
          last = target;
        }
      }
      if (written > spanFrom) {
        outSpans.add(new BucketSpan(spanIndex - behindSpan, written - spanFrom));
      }
      return new Side(outSpans, Arrays.copyOf(out, written));
    }
  }
}
