// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.MetricType;
import java.io.IOException;
import java.util.List;

/**
 * Writes samples that were stored, family by family, so that another server can scrape them; made
 * by {@link AnswerFormat#families}. Names are escaped as the scraper asks. For one thread.
 */
public interface FamilyWriter {

  /**
   * Begins a family, after the one before has been written.
   *
   * @param name the metric's name
   * @param type UNKNOWN, HISTOGRAM or GAUGEHISTOGRAM
   */
  void begin(String name, MetricType type) throws IOException;

  /**
   * Writes a sample of a family of type UNKNOWN.
   *
   * @param labels the labels in the order in which they are written, the name not among them
   * @param timestampMs its time in milliseconds
   * @param value its value
   */
  void sample(List<Label> labels, long timestampMs, double value) throws IOException;

  /** Returns whether a histogram can be written; one with custom buckets always can. */
  boolean takes(Histogram histogram);

  /**
   * Writes a histogram of a family of another type; one with custom buckets becomes a classic one.
   *
   * @param labels as with {@link #sample}
   * @param timestampMs its time in milliseconds
   * @param histogram one that the writer {@link #takes}
   */
  void histogram(List<Label> labels, long timestampMs, Histogram histogram) throws IOException;

  /** Writes what is left; the stream stays open. */
  void end() throws IOException;
}
