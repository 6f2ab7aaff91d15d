// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import java.util.function.Supplier;

/** Gives series with the samples in the windows of each step. */
public interface RangeSource {

  /** Takes the series of one thread. */
  interface Consumer {

    /** Takes a series, valid until the call returns. */
    void accept(RangeSeries series);

    /** No more series come from this thread. */
    void finish();
  }

  /** Pushes each series; each thread asks for a consumer of its own. */
  void run(Supplier<Consumer> consumers);

  /** Returns where the windows lie. */
  Windows windows();

  /** Returns the width of the windows, as written. */
  long rangeMs();

  /** Returns whether two series may differ only in what dropping the metric name takes away. */
  boolean namesDiffer();
}
