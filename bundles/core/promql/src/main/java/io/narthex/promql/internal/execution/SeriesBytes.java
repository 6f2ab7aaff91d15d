// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Labels;

/**
 * How many bytes of memory a series takes beside its samples. With many series of few steps this is
 * most of what a query holds.
 */
public final class SeriesBytes {

  /** The objects of a series and of its place in a list or map. */
  private static final long OBJECTS = 160;

  /** A label's two references and the object of its value; texts of names are shared. */
  private static final long LABEL = 56;

  private SeriesBytes() {}

  /** Returns the bytes of a series with these labels. */
  public static long of(Labels labels) {
    long bytes = OBJECTS;
    for (int i = 0; i < labels.size(); i++) {
      bytes += LABEL + labels.value(i).length();
    }
    return bytes;
  }
}
