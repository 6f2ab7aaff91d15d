// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters;

import io.narthex.plugins.PluginCallException;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;

/** The exporters inside this process. An OSGi service; safe for several threads. */
public interface ExporterInstances {

  /** Returns all instances, sorted by name. */
  List<ExporterInstance> instances();

  /**
   * Reads an instance's metrics. Calls for one instance wait for each other; the wait counts for
   * the deadline.
   *
   * @param name the instance's name
   * @param deadline how long it may take
   * @throws PluginCallException when there is no such instance, it does not run, throws or
   *     overruns; the message is fit for operators
   * @throws InterruptedException when the caller is interrupted
   */
  MetricSnapshots collect(String name, Duration deadline)
      throws PluginCallException, InterruptedException;

  /**
   * Tells of each change in the list of instances, on the thread that made it, until the returned
   * handle is closed.
   */
  Registration listen(Runnable listener);

  /** Ends listening. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
