// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.MetricMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what {@link SnapshotFlattener} makes of snapshots, in the order of the text format. A
 * timestamp that is not given is {@link ExpositionReader#NO_TIMESTAMP}; a start timestamp that is
 * not given is 0.
 */
public interface SampleSink {

  /**
   * Takes what is known of the family whose samples follow. The object is the same one at the next
   * flattening as long as nothing changed.
   */
  void metadata(MetricMetadata metadata);

  /**
   * Takes a sample.
   *
   * @param labels the series, the name among them; the same object at the next flattening as long
   *     as the series keeps its place
   * @param value the value
   * @param timestampMs its own timestamp in milliseconds, if any
   * @param startTimestampMs since when it counts, in milliseconds, if known
   * @param exemplar an exemplar, if any
   */
  void sample(
      Labels labels,
      double value,
      long timestampMs,
      long startTimestampMs,
      @Nullable Exemplar exemplar);

  /**
   * Takes a native histogram.
   *
   * @param labels the series as with {@link #sample}
   * @param histogram the histogram
   * @param timestampMs its own timestamp in milliseconds, if any
   * @param startTimestampMs since when it counts, in milliseconds, if known
   * @param exemplars those that have a timestamp
   */
  void histogram(
      Labels labels,
      Histogram histogram,
      long timestampMs,
      long startTimestampMs,
      List<Exemplar> exemplars);
}
