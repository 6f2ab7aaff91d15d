// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import io.narthex.spi.model.Histogram;
import java.io.IOException;

/** Walks through the samples of a series in the order of time. For one thread. */
public interface SampleCursor {

  /**
   * Goes to the next sample.
   *
   * @return whether there is one
   * @throws IOException when a chunk is damaged
   */
  boolean next() throws IOException;

  /** Returns the present sample's time in milliseconds. */
  long timestampMs();

  /** Returns whether the present sample is a histogram. */
  boolean isHistogram();

  /** Returns the value of the present sample, which is no histogram; every NaN bit for bit. */
  double value();

  /** Returns the present sample, which is a histogram. */
  Histogram histogram();

  /** Returns since when the present sample counts, in milliseconds, or 0 when it is not known. */
  long startTimestampMs();
}
