// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.execution;

import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.List;

/** Keeps a copy of each series that has a sample. Safe for several threads. */
public final class Collector implements SeriesSink {

  private final Limits limits;
  private final List<StepSeries> series = new ArrayList<>();

  /** A collector that accounts for what it keeps. */
  public Collector(Limits limits) {
    this.limits = limits;
  }

  /** Returns all series of an operator. */
  public static List<StepSeries> collect(VectorOperator operator, Limits limits) {
    Collector collector = new Collector(limits);
    operator.run(collector);
    return collector.series();
  }

  @Override
  public SeriesWriter open() {
    return s -> {
      if (!s.isEmpty()) {
        hold(s, limits);
        StepSeries copy = s.copy();
        synchronized (series) {
          series.add(copy);
        }
      }
    };
  }

  /** Takes a series into account that is kept: its samples, and the room of those it has not. */
  public static void hold(StepSeries s, Limits limits) {
    int present = s.countPresent();
    limits.hold(sampleCount(s, present));
    limits.holdBytes(SeriesBytes.of(s.labels()) + (long) (s.steps() - present) * Double.BYTES);
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
}
