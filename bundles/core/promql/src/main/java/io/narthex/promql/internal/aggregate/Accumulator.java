// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.StepSeries;

/** The state of one group through all steps. Used by one thread at a time. */
interface Accumulator {

  /** Takes a series. */
  void add(StepSeries series);

  /** Takes over what another accumulator of the same kind has taken. */
  void merge(Accumulator other);

  /** Fills in the result; the series comes empty. */
  void finish(StepSeries out);
}
