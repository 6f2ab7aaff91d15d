// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql;

import java.util.List;

/** The queries that run now. An OSGi service; safe for several threads. */
public interface RunningQueries {

  /** Returns those that run or wait for a free slot, the oldest first. */
  List<RunningQuery> running();

  /**
   * Ends a query. Who asked it is told that it was cancelled.
   *
   * @return whether there was one of that id
   */
  boolean cancel(long id);
}
