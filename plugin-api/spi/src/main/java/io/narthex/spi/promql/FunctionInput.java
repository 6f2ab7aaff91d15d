// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.promql;

import io.narthex.spi.model.Labels;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One series as columns. The samples of step {@code i} are the rows from {@code from()[i]} until
 * before {@code to()[i]}; windows of neighbouring steps share rows. Arrays may be longer than what
 * counts.
 *
 * <p>For a range vector the rows are the samples of all windows, without gaps and stale markers.
 * For an instant vector there is at most one row a step. Without an argument that is a vector all
 * windows are empty.
 */
@ProviderType
public interface FunctionInput {

  /** Returns the labels, the metric name among them. */
  Labels labels();

  /** Returns when each sample was taken, in milliseconds since the epoch, ascending. */
  long[] timestampsMs();

  /** Returns the values. NaN is a value; see {@link io.narthex.spi.model.SpecialValues}. */
  double[] values();

  /** Returns, for each step, the first row of its window. */
  int[] from();

  /** Returns, for each step, the row behind its window; the same as the first when it is empty. */
  int[] to();
}
