// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.spi.model.BucketSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one side of a histogram: indices in ascending order and a count each. Buckets with
 * a count of zero may be there; they count when histograms are compared. A compensated side carries
 * the error term of a Kahan sum beside each count.
 */
final class Buckets {

  private static final int[] NO_INDICES = {};
  private static final double[] NO_COUNTS = {};

  private int size;
  private int[] indices;
  private double[] counts;
  private double @Nullable [] terms;

  Buckets() {
    this(0, NO_INDICES, NO_COUNTS, null);
  }

  private Buckets(int size, int[] indices, double[] counts, double @Nullable [] terms) {
    this.size = size;
    this.indices = indices;
    this.counts = counts;
    this.terms = terms;
  }

  /** Reads spans; the counts are copied. */
  static Buckets of(List<BucketSpan> spans, double[] counts) {
    int[] indices = new int[counts.length];
    int n = 0;
    int index = 0;
    for (int s = 0; s < spans.size(); s++) {
      index += spans.get(s).offset();
      for (int i = 0; i < spans.get(s).length(); i++) {
        indices[n++] = index++;
      }
    }
    return new Buckets(n, indices, counts.clone(), null);
  }

  Buckets copy() {
    return new Buckets(
        size,
        Arrays.copyOf(indices, size),
        Arrays.copyOf(counts, size),
        terms == null ? null : Arrays.copyOf(terms, size));
  }

  int size() {
    return size;
  }

  int index(int position) {
    return indices[position];
  }

  double count(int position) {
    return counts[position];
  }

  double term(int position) {
    return terms == null ? 0 : terms[position];
  }

  void setCount(int position, double count) {
    counts[position] = count;
    if (terms != null) {
      terms[position] = 0;
    }
  }

  double[] counts() {
    return Arrays.copyOf(counts, size);
  }

  /** Starts to carry error terms. */
  void compensate() {
    if (terms == null) {
      terms = new double[counts.length];
    }
  }

  /** Adds the error terms to the counts and carries them no longer. */
  void settle() {
    if (terms != null) {
      for (int i = 0; i < size; i++) {
        counts[i] += terms[i];
      }
      terms = null;
    }
  }

  void clear() {
    size = 0;
  }

  void multiply(double factor) {
    for (int i = 0; i < size; i++) {
      counts[i] *= factor;
    }
    if (terms != null) {
      for (int i = 0; i < size; i++) {
        terms[i] *= factor;
      }
    }
  }

  void divide(double divisor) {
    for (int i = 0; i < size; i++) {
      counts[i] /= divisor;
    }
    if (terms != null) {
      for (int i = 0; i < size; i++) {
        terms[i] /= divisor;
      }
    }
  }

  /** Merges buckets into those of a coarser schema. */
  void reduce(int schema, int targetSchema) {
    int n = 0;
    for (int i = 0; i < size; i++) {
      int target = ExponentialBounds.coarser(indices[i], schema, targetSchema);
      if (n > 0 && indices[n - 1] == target) {
        if (terms != null) {
          double term = terms[i];
          terms[n - 1] = Compensation.after(counts[n - 1], counts[i], terms[n - 1]);
          counts[n - 1] += counts[i];
          terms[n - 1] = Compensation.after(counts[n - 1], term, terms[n - 1]);
          counts[n - 1] += term;
        } else {
          counts[n - 1] += counts[i];
        }
      } else {
        if (terms != null) {
          terms[n] = terms[i];
        }
        indices[n] = target;
        counts[n++] = counts[i];
      }
    }
    size = n;
  }

  /**
   * Adds another side, whose first buckets may be left out.
   *
   * @param other the buckets to add, of the same schema; not changed
   * @param from how many of the other's buckets are left out
   * @param negative whether to subtract instead
   */
  void add(Buckets other, int from, boolean negative) {
    int missing = missing(other, from);
    if (missing == 0) {
      addPresent(other, from, negative);
      return;
    }
    int n = size + missing;
    int[] newIndices = new int[n];
    double[] newCounts = new double[n];
    double[] newTerms = terms == null ? null : new double[n];
    int a = 0;
    int b = from;
    for (int i = 0; i < n; i++) {
      boolean mine = b >= other.size || (a < size && indices[a] <= other.indices[b]);
      boolean both = mine && b < other.size && indices[a] == other.indices[b];
      newIndices[i] = mine ? indices[a] : other.indices[b];
      double increment = 0;
      if (both || !mine) {
        increment = negative ? -other.counts[b] : other.counts[b];
      }
      double sum = mine ? counts[a] : increment;
      double term = mine ? term(a) : signedTerm(other, b, negative);
      if (both) {
        if (newTerms != null) {
          term = Compensation.after(sum, increment, term);
          sum += increment;
          double otherTerm = signedTerm(other, b, negative);
          term = Compensation.after(sum, otherTerm, term);
          sum += otherTerm;
        } else {
          sum += increment;
        }
      }
      newCounts[i] = sum;
      if (newTerms != null) {
        newTerms[i] = term;
      }
      if (mine) {
        a++;
      }
      if (both || !mine) {
        b++;
      }
    }
    size = n;
    indices = newIndices;
    counts = newCounts;
    terms = newTerms;
  }

  private static double signedTerm(Buckets other, int position, boolean negative) {
    return negative ? -other.term(position) : other.term(position);
  }

  /** Counts the other's buckets that this side does not have. */
  private int missing(Buckets other, int from) {
    int missing = 0;
    int a = 0;
    for (int b = from; b < other.size; b++) {
      while (a < size && indices[a] < other.indices[b]) {
        a++;
      }
      if (a == size || indices[a] != other.indices[b]) {
        missing++;
      }
    }
    return missing;
  }

  /** Adds in place: the usual case of histograms of one series or one metric. */
  private void addPresent(Buckets other, int from, boolean negative) {
    int a = 0;
    for (int b = from; b < other.size; b++) {
      while (indices[a] != other.indices[b]) {
        a++;
      }
      double increment = negative ? -other.counts[b] : other.counts[b];
      if (terms != null) {
        terms[a] = Compensation.after(counts[a], increment, terms[a]);
        counts[a] += increment;
        double otherTerm = signedTerm(other, b, negative);
        terms[a] = Compensation.after(counts[a], otherTerm, terms[a]);
        counts[a] += otherTerm;
      } else {
        counts[a] += increment;
      }
    }
  }

  /**
   * Maps custom buckets to a coarser set of bounds and adds another side mapped the same way.
   * Buckets that come out empty are left out.
   *
   * @param bounds the bounds of this side
   * @param other the buckets to add; not changed
   * @param otherBounds their bounds
   * @param common the bounds that both have
   * @param negative whether to subtract instead
   */
  void addMapped(
      double[] bounds, Buckets other, double[] otherBounds, double[] common, boolean negative) {
    double[] sums = new double[common.length + 1];
    double[] errors = new double[common.length + 1];
    map(this, bounds, common, false, sums, errors);
    map(other, otherBounds, common, negative, sums, errors);
    boolean compensated = terms != null;
    int n = 0;
    int[] newIndices = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != 0 || errors[i] != 0) {
        newIndices[n] = i;
        sums[n] = sums[i];
        errors[n] = errors[i];
        n++;
      }
    }
    size = n;
    indices = newIndices;
    counts = sums;
    terms = compensated ? errors : null;
  }

  private static void map(
      Buckets from,
      double[] bounds,
      double[] common,
      boolean negative,
      double[] sums,
      double[] errors) {
    int target = 0;
    for (int i = 0; i < from.size; i++) {
      int index = from.indices[i];
      if (index < bounds.length) {
        while (target < common.length && common[target] < bounds[index]) {
          target++;
        }
      } else {
        target = common.length;
      }
      double increment = negative ? -from.counts[i] : from.counts[i];
      errors[target] = Compensation.after(sums[target], increment, errors[target]);
      sums[target] += increment;
      if (from.terms != null) {
        double term = negative ? -from.terms[i] : from.terms[i];
        errors[target] = Compensation.after(sums[target], term, errors[target]);
        sums[target] += term;
      }
    }
  }

  /**
   * Leaves out empty buckets, except that gaps of up to {@code maxEmpty} buckets are filled with
   * empty ones.
   */
  void compact(int maxEmpty) {
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0 || term(i) != 0) {
        indices[n] = indices[i];
        counts[n] = counts[i];
        if (terms != null) {
          terms[n] = terms[i];
        }
        n++;
      }
    }
    size = n;
    if (maxEmpty > 0) {
      fillGaps(maxEmpty);
    }
  }

  private void fillGaps(int maxEmpty) {
    int filled = size;
    for (int i = 1; i < size; i++) {
      int gap = indices[i] - indices[i - 1] - 1;
      filled += gap <= maxEmpty ? gap : 0;
    }
    if (filled == size) {
      return;
    }
    int[] newIndices = new int[filled];
    double[] newCounts = new double[filled];
    double[] newTerms = terms == null ? null : new double[filled];
    int n = 0;
    for (int i = 0; i < size; i++) {
      if (i > 0 && indices[i] - indices[i - 1] - 1 <= maxEmpty) {
        for (int index = indices[i - 1] + 1; index < indices[i]; index++) {
          newIndices[n++] = index;
        }
      }
      newIndices[n] = indices[i];
      newCounts[n] = counts[i];
      if (newTerms != null) {
        newTerms[n] = term(i);
      }
      n++;
    }
    size = n;
    indices = newIndices;
    counts = newCounts;
    terms = newTerms;
  }

  boolean hasInfinity() {
    for (int i = 0; i < size; i++) {
      if (Double.isInfinite(counts[i])) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the other has the same buckets, empty ones included, with the same bits. */
  boolean sameAs(Buckets other) {
    if (size != other.size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (indices[i] != other.indices[i]
          || Double.doubleToRawLongBits(counts[i]) != Double.doubleToRawLongBits(other.counts[i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns the runs of consecutive buckets. */
  List<BucketSpan> spans() {
    List<BucketSpan> spans = new ArrayList<>(2);
    int end = 0;
    for (int i = 0; i < size; ) {
      int start = i;
      do {
        i++;
      } while (i < size && indices[i] == indices[i - 1] + 1);
      spans.add(new BucketSpan(indices[start] - end, i - start));
      end = indices[i - 1] + 1;
    }
    return spans;
  }
}
