// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.promql.internal.histogram.FloatHistogram;
import io.narthex.promql.internal.histogram.HistogramMean;
import io.narthex.promql.internal.histogram.HistogramSum;
import io.narthex.promql.internal.scan.RangeSeries;
import io.narthex.promql.internal.scan.SampleColumn;

/** Kernels that take floats and histograms alike. */
public final class AnyFunctions {

  private AnyFunctions() {}

  @FunctionalInterface
  private interface Window {
    void apply(RangeSeries in, int step, StepSeries out);
  }

  private static RangeKernel kernel(RangeContext context, Window window) {
    return new WindowKernel(context) {
      @Override
      void window(RangeSeries in, int step, StepSeries out) {
        window.apply(in, step, out);
      }
    };
  }

  /** How many samples there are. */
  public static RangeKernel count(RangeContext context) {
    return kernel(
        context,
        (in, step, out) -> out.set(step, in.floats().size(step) + in.histograms().size(step)));
  }

  /** One. */
  public static RangeKernel present(RangeContext context) {
    return kernel(context, (in, step, out) -> out.set(step, 1));
  }

  /** The oldest sample. */
  public static RangeKernel first(RangeContext context) {
    return kernel(
        context,
        (in, step, out) -> {
          int f = in.floats().from()[step];
          if (in.histograms().size(step) == 0) {
            out.set(step, in.floats().values()[f]);
            return;
          }
          int h = in.histograms().from()[step];
          boolean floatFirst =
              in.floats().size(step) > 0
                  && in.floats().timestamps()[f] < in.histograms().timestamps()[h];
          if (floatFirst) {
            out.set(step, in.floats().values()[f]);
          } else {
            out.set(step, in.histograms().histogram(h));
          }
        });
  }

  /** The newest sample. */
  public static RangeKernel last(RangeContext context) {
    return kernel(
        context,
        (in, step, out) -> {
          int f = in.floats().to()[step] - 1;
          if (in.histograms().size(step) == 0) {
            out.set(step, in.floats().values()[f]);
            return;
          }
          int h = in.histograms().to()[step] - 1;
          boolean floatLast =
              in.floats().size(step) > 0
                  && in.histograms().timestamps()[h] < in.floats().timestamps()[f];
          if (floatLast) {
            out.set(step, in.floats().values()[f]);
          } else {
            out.set(step, in.histograms().histogram(h));
          }
        });
  }

  /** When the oldest sample was taken, in seconds. */
  public static RangeKernel timeOfFirst(RangeContext context) {
    return kernel(
        context,
        (in, step, out) -> {
          long time = Long.MAX_VALUE;
          for (SampleColumn column : new SampleColumn[] {in.floats(), in.histograms()}) {
            if (column.size(step) > 0) {
              time = Math.min(time, column.timestamps()[column.from()[step]]);
            }
          }
          out.set(step, time / 1000.0);
        });
  }

  /** When the newest sample was taken, in seconds. */
  public static RangeKernel timeOfLast(RangeContext context) {
    return kernel(
        context,
        (in, step, out) -> {
          long time = Long.MIN_VALUE;
          for (SampleColumn column : new SampleColumn[] {in.floats(), in.histograms()}) {
            if (column.size(step) > 0) {
              time = Math.max(time, column.timestamps()[column.to()[step] - 1]);
            }
          }
          out.set(step, time / 1000.0);
        });
  }

  private static boolean mixed(RangeContext context, RangeSeries in, int step) {
    if (in.floats().size(step) == 0 || in.histograms().size(step) == 0) {
      return false;
    }
    context.remark(
        Remarks.mixedFloatsHistograms(in.labels().metricName(), context.firstArgument()));
    return true;
  }

  /** The sum. */
  public static RangeKernel sum(RangeContext context) {
    return new TotalKernel(context) {
      @Override
      double floats(SampleColumn floats, int from, int to) {
        if (blocks.add(floats, from, to, total)) {
          return total.value();
        }
        double[] v = floats.values();
        total.set(0, 0);
        for (int i = from; i < to; i++) {
          total.add(v[i]);
        }
        return Double.isInfinite(total.sum()) ? total.sum() : total.value();
      }

      @Override
      void histograms(RangeSeries in, int step, StepSeries out) {
        sumHistograms(context, in, step, out);
      }
    };
  }

  /** A sum or a mean: floats and histograms of one window do not go together. */
  private abstract static class TotalKernel extends WindowKernel {

    final BlockSums blocks = new BlockSums();
    final KahanSum total = new KahanSum();

    TotalKernel(RangeContext context) {
      super(context);
    }

    @Override
    void begin(RangeSeries in) {
      blocks.begin();
    }

    @Override
    void window(RangeSeries in, int step, StepSeries out) {
      if (mixed(context, in, step)) {
        return;
      }
      SampleColumn floats = in.floats();
      if (floats.size(step) == 0) {
        histograms(in, step, out);
      } else {
        out.set(step, floats(floats, floats.from()[step], floats.to()[step]));
      }
    }

    abstract double floats(SampleColumn floats, int from, int to);

    abstract void histograms(RangeSeries in, int step, StepSeries out);
  }

  private static void sumHistograms(
      RangeContext context, RangeSeries in, int step, StepSeries out) {
    SampleColumn column = in.histograms();
    HistogramSum sum = new HistogramSum();
    for (int i = column.from()[step]; i < column.to()[step]; i++) {
      sum.add(column.histogram(i));
    }
    FloatHistogram result = sum.incompatible() ? null : sum.result();
    remark(context, in, sum.incompatible(), sum.resetCollision(), sum.boundsReconciled());
    if (result != null) {
      out.set(step, result.toHistogram());
    }
  }

  private static void remark(
      RangeContext context,
      RangeSeries in,
      boolean incompatible,
      boolean collision,
      boolean reconciled) {
    if (incompatible) {
      context.remark(
          Remarks.mixedExponentialCustom(in.labels().metricName(), context.firstArgument()));
      return;
    }
    if (collision) {
      context.remark(Remarks.counterResetCollision("aggregation", context.firstArgument()));
    }
    if (reconciled) {
      context.remark(Remarks.reconciledBuckets("aggregation", context.firstArgument()));
    }
  }

  /** The mean. */
  public static RangeKernel average(RangeContext context) {
    return new TotalKernel(context) {
      @Override
      double floats(SampleColumn floats, int from, int to) {
        if (blocks.add(floats, from, to, total)) {
          double count = to - from;
          return total.sum() / count + total.compensation() / count;
        }
        return average(floats.values(), from, to);
      }

      @Override
      void histograms(RangeSeries in, int step, StepSeries out) {
        averageHistograms(context, in, step, out);
      }
    };
  }

  private static void averageHistograms(
      RangeContext context, RangeSeries in, int step, StepSeries out) {
    SampleColumn column = in.histograms();
    HistogramMean mean = new HistogramMean();
    for (int i = column.from()[step]; i < column.to()[step]; i++) {
      mean.add(column.histogram(i));
    }
    FloatHistogram result = mean.incompatible() ? null : mean.result();
    remark(context, in, mean.incompatible(), mean.resetCollision(), mean.boundsReconciled());
    if (result != null) {
      out.set(step, result.toHistogram());
    }
  }

  /** A sum that is divided at the end; a running mean once the sum would overflow. */
  private static double average(double[] v, int from, int to) {
    KahanSum sum = new KahanSum();
    sum.set(v[from], 0);
    double count = 1;
    boolean running = false;
    for (int i = from + 1; i < to; i++) {
      count++;
      if (!running) {
        double previousSum = sum.sum();
        double previousCompensation = sum.compensation();
        sum.add(v[i]);
        if (!Double.isInfinite(sum.sum())) {
          continue;
        }
        running = true;
        sum.set(previousSum / (count - 1), previousCompensation / (count - 1));
      }
      double q = (count - 1) / count;
      sum.set(q * sum.sum(), q * sum.compensation());
      sum.add(v[i] / count);
    }
    return running ? sum.value() : sum.sum() / count + sum.compensation() / count;
  }
}
