// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a copy of each series that has a sample. Closing it gives back what it accounted for, once
 * nothing looks at the copies any more. Safe for several threads.
 */
public final class Collector implements SeriesSink, AutoCloseable {

  private final Limits limits;
  private final List<StepSeries> series = new ArrayList<>();
  private long samples;
  private long bytes;

  /** A collector that accounts for what it keeps. */
  public Collector(Limits limits) {
    this.limits = limits;
  }

  /** Returns all series of an operator. */
  public static List<StepSeries> collect(VectorOperator operator, Limits limits) {
    return of(operator, limits).series();
  }

  /** Returns a collector with all series of an operator. */
  public static Collector of(VectorOperator operator, Limits limits) {
    Collector collector = new Collector(limits);
    operator.run(collector);
    return collector;
  }

  @Override
  public SeriesWriter open() {
    return s -> {
      if (!s.isEmpty()) {
        int present = s.countPresent();
        long heldSamples = sampleCount(s, present);
        long heldBytes = otherBytes(s, present);
        limits.hold(heldSamples);
        limits.holdBytes(heldBytes);
        StepSeries copy = s.copy();
        synchronized (series) {
          series.add(copy);
          samples += heldSamples;
          bytes += heldBytes;
        }
      }
    };
  }

  /** Takes a series into account that is kept: its samples, and the room of those it has not. */
  public static void hold(StepSeries s, Limits limits) {
    int present = s.countPresent();
    limits.hold(sampleCount(s, present));
    limits.holdBytes(otherBytes(s, present));
  }

  private static long otherBytes(StepSeries s, int present) {
    return SeriesBytes.of(s.labels()) + (long) (s.steps() - present) * Double.BYTES;
  }

  /** Histograms count by their size, 16 bytes a sample as upstream has it. */
  private static long sampleCount(StepSeries s, int present) {
    if (!s.hasHistograms()) {
      return present;
    }
    long n = 0;
    for (int i = 0; i < s.steps(); i++) {
      Histogram h = s.histogram(i);
      if (h != null) {
        n += HistogramSize.samples(h);
      } else if (s.present(i)) {
        n++;
      }
    }
    return n;
  }

  /** Returns what was kept, in the order in which it came. */
  public List<StepSeries> series() {
    return series;
  }

  @Override
  public void close() {
    limits.release(samples);
    limits.releaseBytes(bytes);
    samples = 0;
    bytes = 0;
  }
}
