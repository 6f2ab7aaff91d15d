// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a cumulative native histogram between two of its samples. Custom buckets whose
 * bounds changed count as begun anew.
 */
final class HistogramChange {

  private HistogramChange() {}

  /**
   * Returns whether a histogram began anew between two samples: its source says so, or a count went
   * down, or its layout became one that a running histogram does not change to.
   */
  static boolean isReset(Histogram now, Histogram before) {
    return switch (now.resetHint()) {
      case RESET -> true;
      case NOT_RESET -> false;
      case UNKNOWN, GAUGE -> wentDown(now, before);
    };
  }

  private static boolean wentDown(Histogram now, Histogram before) {
    Histogram same = inLayoutOf(now, before);
    return same == null
        || now.count() < same.count()
        || now.zeroCount() < same.zeroCount()
        || Side.positive(now).isBelow(Side.positive(same))
        || Side.negative(now).isBelow(Side.negative(same));
  }

  /** Returns what a histogram has counted since an earlier sample of it, without empty buckets. */
  static Histogram since(Histogram now, Histogram base) {
    Histogram same = inLayoutOf(now, base);
    if (same == null) {
      return now;
    }
    Side positive = Side.positive(now).minus(Side.positive(same));
    Side negative = Side.negative(now).minus(Side.negative(same));
    return new Histogram(
        now.schema(),
        now.integer(),
        now.resetHint(),
        now.zeroThreshold(),
        now.zeroCount() - same.zeroCount(),
        now.count() - same.count(),
        now.sum() - same.sum(),
        positive.spans(),
        positive.counts(),
        negative.spans(),
        negative.counts(),
        now.customBounds());
  }

  /**
   * Returns an earlier sample in the layout of a later one, whose buckets and whose zero bucket may
   * be wider; null when it cannot be brought into that layout.
   */
  private static @Nullable Histogram inLayoutOf(Histogram now, Histogram before) {
    if (now.hasCustomBuckets() || before.hasCustomBuckets()) {
      return now.schema() == before.schema()
              && Arrays.equals(now.customBounds(), before.customBounds())
          ? before
          : null;
    }
    if (now.schema() > before.schema() || now.zeroThreshold() < before.zeroThreshold()) {
      return null;
    }
    Histogram widened =
        now.zeroThreshold() == before.zeroThreshold()
            ? before
            : widened(before, now.zeroThreshold());
    return widened == null || widened.schema() == now.schema()
        ? widened
        : NativeLimits.reduce(widened, now.schema());
  }

  /** Moves buckets into a wider zero bucket; returns null when it would end within one. */
  private static @Nullable Histogram widened(Histogram given, double threshold) {
    Side positive = Side.positive(given);
    Side negative = Side.negative(given);
    int ofPositive = positive.within(threshold, given.schema());
    int ofNegative = negative.within(threshold, given.schema());
    if (ofPositive < 0 || ofNegative < 0) {
      return null;
    }
    Side restPositive = positive.from(ofPositive);
    Side restNegative = negative.from(ofNegative);
    return new Histogram(
        given.schema(),
        given.integer(),
        given.resetHint(),
        threshold,
        given.zeroCount() + positive.sum(ofPositive) + negative.sum(ofNegative),
        given.count(),
        given.sum(),
        restPositive.spans(),
        restPositive.counts(),
        restNegative.spans(),
        restNegative.counts(),
        given.customBounds());
  }

  /** The buckets of one side, by ascending index. */
  private record Side(int[] indices, double[] counts) {

    static Side positive(Histogram histogram) {
      return of(histogram.positiveSpans(), histogram.positiveCounts());
    }

    static Side negative(Histogram histogram) {
      return of(histogram.negativeSpans(), histogram.negativeCounts());
    }

    private static Side of(List<BucketSpan> spans, double[] counts) {
      int[] indices = new int[counts.length];
      int n = 0;
      int index = 0;
      for (BucketSpan span : spans) {
        index += span.offset();
        for (int i = 0; i < span.length(); i++) {
          indices[n++] = index++;
        }
      }
      return new Side(indices, counts);
    }

    private double countOf(int index) {
      int at = Arrays.binarySearch(indices, index);
      return at < 0 ? 0 : counts[at];
    }

    /** Returns whether some bucket has a lower count than that of another side. */
    boolean isBelow(Side other) {
      for (int i = 0; i < other.indices.length; i++) {
        if (countOf(other.indices[i]) < other.counts[i]) {
          return true;
        }
      }
      return false;
    }

    /** Returns this side less another one, without empty buckets. */
    Side minus(Side other) {
      int[] left = new int[indices.length];
      double[] difference = new double[indices.length];
      int n = 0;
      for (int i = 0; i < indices.length; i++) {
        double count = counts[i] - other.countOf(indices[i]);
        if (count != 0) {
          left[n] = indices[i];
          difference[n++] = count;
        }
      }
      return new Side(Arrays.copyOf(left, n), Arrays.copyOf(difference, n));
    }

    /** Returns how many buckets end within a zero bucket; -1 when it ends within a filled one. */
    int within(double threshold, int schema) {
      int n = 0;
      while (n < indices.length && upper(indices[n], schema) <= threshold) {
        n++;
      }
      boolean cut =
          n < indices.length && counts[n] != 0 && upper(indices[n] - 1, schema) < threshold;
      return cut ? -1 : n;
    }

    private static double upper(int index, int schema) {
      return Math.pow(2, Math.scalb((double) index, -schema));
    }

    Side from(int first) {
      return new Side(
          Arrays.copyOfRange(indices, first, indices.length),
          Arrays.copyOfRange(counts, first, counts.length));
    }

    double sum(int first) {
      double sum = 0;
      for (int i = 0; i < first; i++) {
        sum += counts[i];
      }
      return sum;
    }

    List<BucketSpan> spans() {
      List<BucketSpan> spans = new ArrayList<>(2);
      int end = 0;
      for (int i = 0; i < indices.length; ) {
        int start = i++;
        while (i < indices.length && indices[i] == indices[i - 1] + 1) {
          i++;
        }
        spans.add(new BucketSpan(indices[start] - end, i - start));
        end = indices[i - 1] + 1;
      }
      return spans;
    }
  }
}
