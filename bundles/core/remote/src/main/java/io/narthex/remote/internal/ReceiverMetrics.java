// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** Counts what comes by remote write. */
@Component(service = {ReceiverMetrics.class, MultiCollector.class})
public final class ReceiverMetrics implements MultiCollector {

  private final LongAdder samples = new LongAdder();
  private final LongAdder invalid = new LongAdder();
  private final LongAdder refusals = new LongAdder();

  /** Counts the samples of a request, and those left out because their labels are not valid. */
  void received(int taken, int invalidLabels) {
    samples.add(taken);
    invalid.add(invalidLabels);
  }

  /** Counts samples that the storage engine refused. */
  void refused(int count) {
    refusals.add(count);
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        counter(
            "narthex_remote_write_samples",
            "Samples and histogram samples received by remote write.",
            samples),
        counter(
            "narthex_remote_write_refused_samples",
            "Samples received by remote write that are out of order, duplicate, too old or too new.",
            refusals),
        counter(
            "prometheus_api_remote_write_invalid_labels_samples",
            "The total number of received remote write samples and histogram samples which were"
                + " rejected due to invalid labels.",
            invalid));
  }

  private static MetricSnapshot counter(String name, String help, LongAdder value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(value.sum()).build())
        .build();
  }
}
