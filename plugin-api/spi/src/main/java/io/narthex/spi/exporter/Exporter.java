// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.exporter;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A source of metrics inside the process.
 *
 * <p>The host calls {@link #collect} on a virtual thread for every scrape of the instance, never
 * two calls at once, and interrupts it at the scrape timeout. A call that throws or overruns is a
 * failed scrape: {@code up} is 0, and the exception's message is shown with the target. After
 * repeated failures to return at all the plug-in is quarantined. Blocking I/O is fine; holding
 * locks while doing so hurts only this exporter.
 */
@ConsumerType
public interface Exporter extends AutoCloseable {

  /**
   * Reads the metrics as they are now.
   *
   * @return a snapshot of all families; names and labels are what the scrape stores
   * @throws Exception when the source cannot be read at all; parts that fail should rather be left
   *     out and told by a metric of the exporter's own
   */
  MetricSnapshots collect() throws Exception;

  /**
   * Releases what the instance holds. Called once, after the last {@link #collect} has returned.
   */
  @Override
  default void close() throws Exception {}
}
