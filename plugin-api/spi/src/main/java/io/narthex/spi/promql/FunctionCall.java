// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.promql;

import org.osgi.annotation.versioning.ProviderType;

/** A call of a function in a running query. Safe for several threads. */
@ProviderType
public interface FunctionCall {

  /** Returns how many steps the query has; 1 for an instant query. */
  int steps();

  /** Returns when a step is evaluated, in milliseconds since the epoch. */
  long timeMs(int step);

  /**
   * Returns when the window of a step ends, in milliseconds since the epoch: its time moved by
   * {@code offset} and {@code @}. The same as {@link #timeMs} without an argument that is a range.
   */
  long windowEndMs(int step);

  /** Returns the width of the windows in milliseconds; 0 without an argument that is a range. */
  long rangeMs();

  /**
   * Returns an argument that is a scalar: a number for each step. Not to be changed.
   *
   * @param argument its place, from 0
   * @throws IllegalArgumentException when that argument is no scalar
   */
  double[] scalar(int argument);

  /**
   * Returns an argument that is a text.
   *
   * @param argument its place, from 0
   * @throws IllegalArgumentException when that argument is no text
   */
  String text(int argument);

  /**
   * Adds a warning to the query's answer: the result may not be what was meant. The host puts the
   * function's name before it and the place in the query behind it. Equal ones are shown once.
   */
  void warn(String message);

  /** Adds a hint to the query's answer. As {@link #warn}, one level lower. */
  void inform(String message);
}
