// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporter.node.internal;

import java.io.IOException;

/** Reads one part of the machine into the families that it made at its construction. */
interface Collector extends AutoCloseable {

  /** Returns the name under which operators switch it and the metrics tell of it. */
  String name();

  /**
   * Adds the present values. What was added before a failure stays.
   *
   * @throws NoDataException when the machine does not have what is asked for
   * @throws IOException when it has, and cannot be read
   */
  void collect() throws IOException, InterruptedException;

  @Override
  default void close() {}
}
