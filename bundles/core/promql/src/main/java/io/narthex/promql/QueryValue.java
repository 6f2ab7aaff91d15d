// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a query. Arrays are handed over, not copied, and must not be changed. */
public sealed interface QueryValue {

  /** A number at a time. */
  record Scalar(long timestampMs, double value) implements QueryValue {}

  /** A text at a time. */
  record Text(long timestampMs, String value) implements QueryValue {}

  /** One sample a series, all at the evaluation time; the order matters for sorting queries. */
  record InstantVector(long timestampMs, List<Sample> samples) implements QueryValue {}

  /**
   * A sample of an instant vector.
   *
   * @param histogram the histogram, or null when the sample is the float {@code value}
   */
  record Sample(Labels labels, double value, @Nullable Histogram histogram) {}

  /** The raw samples of a range selector in an instant query, sorted by labels. */
  record RawMatrix(List<RawSeries> series) implements QueryValue {}

  /**
   * A series with its own timestamps.
   *
   * @param histograms null when all samples are floats; else an entry that is not null takes the
   *     place of the value
   */
  record RawSeries(
      Labels labels,
      long[] timestampsMs,
      double[] values,
      @Nullable Histogram @Nullable [] histograms) {}

  /** The answer to a range query: steps {@code startMs + i * stepMs}, series sorted by labels. */
  record StepMatrix(long startMs, long stepMs, int steps, List<StepSeries> series)
      implements QueryValue {}

  /**
   * A series with an entry a step.
   *
   * @param values {@link io.narthex.spi.model.SpecialValues#ABSENT} where there is no float sample
   * @param histograms null when there are none; else an entry that is not null takes the place of
   *     the value
   */
  record StepSeries(Labels labels, double[] values, @Nullable Histogram @Nullable [] histograms) {}
}
