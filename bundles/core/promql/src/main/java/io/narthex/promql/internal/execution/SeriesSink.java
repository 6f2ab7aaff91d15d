// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

/** Takes series. Safe for several threads; each opens its own writer. */
@FunctionalInterface
public interface SeriesSink {

  /** Returns a writer for one thread. */
  SeriesWriter open();

  /** A sink whose writers share one simple consumer, which must be safe for several threads. */
  static SeriesSink of(SeriesWriter shared) {
    return () -> shared;
  }
}
