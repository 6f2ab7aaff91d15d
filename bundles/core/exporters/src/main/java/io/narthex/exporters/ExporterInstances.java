// SPDX-License-Identifier: Apache-2.0
package io.narthex.exporters;

import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.PluginCallException;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
   * Reads an instance's metrics on the caller's own thread, otherwise as the other {@code collect}.
   *
   * @param then told what came of it, once: on the caller's thread, or at the deadline on another
   *     while the exporter may still hold the caller's
   * @throws InterruptedException when the caller is interrupted before the outcome is told
   */
  void collect(String name, Duration deadline, Consumer<CallOutcome<MetricSnapshots>> then)
      throws InterruptedException;

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
