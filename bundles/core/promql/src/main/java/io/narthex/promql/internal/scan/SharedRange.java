// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.scan;

import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.SharedSeries;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of several equal range selectors: the first is read, the others repeat its samples. */
public final class SharedRange implements RangeSource {

  private static final Histogram[] NO_HISTOGRAMS = new Histogram[0];

  private final RangeSource source;
  private final SharedSeries<Kept> shared;

  /** Timestamps and windows that several series have in common. */
  public record Shape(long number, long[] timestamps, int[] from, int[] to) {}

  /** The floats of a series, without gaps. */
  public record Kept(Labels labels, boolean dropName, Shape shape, double[] values) {}

  /**
   * A source.
   *
   * @param source reads this selector
   * @param shared is the same for all equal selectors
   */
  public SharedRange(RangeSource source, SharedSeries<Kept> shared) {
    this.source = source;
    this.shared = shared;
  }

  @Override
  public Windows windows() {
    return source.windows();
  }

  @Override
  public long rangeMs() {
    return source.rangeMs();
  }

  @Override
  public boolean namesDiffer() {
    return source.namesDiffer();
  }

  @Override
  public void run(Supplier<Consumer> consumers) {
    Replay replay = new Replay(consumers);
    shared.run(
        keep -> source.run(keep ? () -> new Keeper(consumers.get()) : consumers),
        replay::accept,
        replay::finish);
  }

  /** Keeps a copy of what it passes on. */
  private final class Keeper implements Consumer {

    private final Consumer next;
    private @Nullable Shape shape;

    Keeper(Consumer next) {
      this.next = next;
    }

    @Override
    public void accept(RangeSeries series) {
      SampleColumn floats = series.floats();
      if (!series.floatsOnly() || floats.startTimestamps() != null) {
        shared.drop();
      } else if (shared.reserve(
          SeriesBytes.of(series.labels()) + (long) floats.count() * Double.BYTES)) {
        Shape present = shape;
        if (present == null || present.number() != floats.shape()) {
          present = copy(floats);
          shape = present;
        }
        if (present != null) {
          double[] values = Arrays.copyOf(floats.values(), floats.count());
          shared.add(new Kept(series.labels(), series.dropName(), present, values));
        }
      }
      next.accept(series);
    }

    private @Nullable Shape copy(SampleColumn floats) {
      int steps = windows().grid().count();
      long bytes = (long) floats.count() * Long.BYTES + 2L * steps * Integer.BYTES;
      return shared.reserve(bytes)
          ? new Shape(
              floats.shape(),
              Arrays.copyOf(floats.timestamps(), floats.count()),
              Arrays.copyOf(floats.from(), steps),
              Arrays.copyOf(floats.to(), steps))
          : null;
    }

    @Override
    public void finish() {
      next.finish();
    }
  }

  /** Passes on what was kept. */
  private static final class Replay {

    private final Supplier<Consumer> consumers;
    private final RangeSeries series = new RangeSeries();
    private @Nullable Consumer consumer;
    private @Nullable Shape last;
    private long shapes;

    Replay(Supplier<Consumer> consumers) {
      this.consumers = consumers;
    }

    void accept(Kept kept) {
      Shape shape = kept.shape();
      if (shape != last) {
        last = shape;
        shapes++;
      }
      series.label(kept.labels(), kept.dropName());
      series
          .floats()
          .set(
              shape.timestamps(),
              kept.values(),
              NO_HISTOGRAMS,
              null,
              kept.values().length,
              shape.from(),
              shape.to(),
              shapes);
      consumer().accept(series);
    }

    void finish() {
      consumer().finish();
    }

    private Consumer consumer() {
      Consumer open = consumer;
      if (open == null) {
        open = consumers.get();
        consumer = open;
      }
      return open;
    }
  }
}
