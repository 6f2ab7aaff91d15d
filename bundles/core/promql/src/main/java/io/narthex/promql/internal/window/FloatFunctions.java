// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.annotation.Remarks;
import io.narthex.promql.internal.execution.EvaluationException;
import io.narthex.promql.internal.scan.SampleColumn;
import io.narthex.spi.model.SpecialValues;
import java.util.Arrays;
import java.util.Locale;

/** Kernels that reduce the floats of a window to a number. */
public final class FloatFunctions {

  private FloatFunctions() {}

  /** The largest value; NaN only when there is nothing else. */
  public static RangeKernel max(RangeContext context) {
    return new FloatKernel(context, 1, new SlidingExtreme(true, SlidingExtreme.Result.VALUE));
  }

  /** The smallest value; NaN only when there is nothing else. */
  public static RangeKernel min(RangeContext context) {
    return new FloatKernel(context, 1, new SlidingExtreme(false, SlidingExtreme.Result.VALUE));
  }

  /** When the largest value was taken last, in seconds. */
  public static RangeKernel timeOfMax(RangeContext context) {
    return new FloatKernel(context, 1, new SlidingExtreme(true, SlidingExtreme.Result.TIME));
  }

  /** When the smallest value was taken last, in seconds. */
  public static RangeKernel timeOfMin(RangeContext context) {
    return new FloatKernel(context, 1, new SlidingExtreme(false, SlidingExtreme.Result.TIME));
  }

  /** The population variance. */
  public static RangeKernel variance(RangeContext context) {
    return new FloatKernel(
        context, 1, (floats, from, to, step) -> variance(floats.values(), from, to));
  }

  /** The population standard deviation. */
  public static RangeKernel deviation(RangeContext context) {
    return new FloatKernel(
        context, 1, (floats, from, to, step) -> Math.sqrt(variance(floats.values(), from, to)));
  }

  private static double variance(double[] v, int from, int to) {
    KahanSum mean = new KahanSum();
    KahanSum squares = new KahanSum();
    double count = 0;
    for (int i = from; i < to; i++) {
      count++;
      double delta = v[i] - mean.value();
      mean.add(delta / count);
      squares.add(delta * (v[i] - mean.value()));
    }
    return squares.value() / count;
  }

  /** The quantile that the first scalar argument names. */
  public static RangeKernel quantile(RangeContext context) {
    return new FloatKernel(
        context,
        1,
        new FloatKernel.Function() {
          private final double[] quantiles = context.scalars()[0];
          private final SlidingQuantile sliding = new SlidingQuantile();

          @Override
          public void begin(SampleColumn floats) {
            sliding.begin();
          }

          @Override
          public double apply(SampleColumn floats, int from, int to, int step) {
            double wanted = quantiles[step];
            if (!(wanted >= 0 && wanted <= 1)) {
              context.remark(Remarks.invalidQuantile(wanted, context.firstArgument()));
            }
            return sliding.of(wanted, floats, from, to);
          }
        });
  }

  /** The median of the distances from the median. */
  public static RangeKernel medianDeviation(RangeContext context) {
    Scratch scratch = new Scratch();
    return new FloatKernel(
        context,
        1,
        (floats, from, to, step) -> {
          double[] values = scratch.copy(floats.values(), from, to);
          int n = to - from;
          for (int i = 0; i < n; i++) {
            if (Double.isNaN(values[i])) {
              return Double.NaN;
            }
          }
          double median = Quantiles.of(0.5, values, n);
          for (int i = 0; i < n; i++) {
            values[i] = Math.abs(values[i] - median);
          }
          return Quantiles.of(0.5, values, n);
        });
  }

  /** The slope of the least-squares line, per second. */
  public static RangeKernel derivative(RangeContext context) {
    Regression regression = new Regression();
    return new FloatKernel(
        context,
        2,
        (floats, from, to, step) -> {
          regression.fit(floats, from, to, floats.timestamps()[from]);
          return regression.slope();
        });
  }

  /** The value of the least-squares line, so many seconds after the step. */
  public static RangeKernel predict(RangeContext context) {
    double[] ahead = context.scalars()[0];
    Regression regression = new Regression();
    return new FloatKernel(
        context,
        2,
        (floats, from, to, step) -> {
          regression.fit(floats, from, to, context.windows().grid().at(step));
          return regression.slope() * ahead[step] + regression.intercept();
        });
  }

  /** Double exponential smoothing with a factor and a trend factor. */
  public static RangeKernel smoothing(RangeContext context) {
    double[] factors = context.scalars()[0];
    double[] trends = context.scalars()[1];
    return new FloatKernel(
        context,
        1,
        new FloatKernel.Function() {
          @Override
          public void check(int step) {
            checkFactor("smoothing", "sf", factors[step]);
            checkFactor("trend", "tf", trends[step]);
          }

          @Override
          public double apply(SampleColumn floats, int from, int to, int step) {
            return to - from < 2
                ? SpecialValues.ABSENT
                : smooth(floats.values(), from, to, factors[step], trends[step]);
          }
        });
  }

  private static void checkFactor(String name, String symbol, double value) {
    if (value <= 0 || value >= 1) {
      throw new EvaluationException(
          String.format(
              Locale.ROOT,
              "invalid %s factor. Expected: 0 < %s < 1, got: %f",
              name,
              symbol,
              value));
    }
  }

  private static double smooth(double[] v, int from, int to, double sf, double tf) {
    double previous = 0;
    double level = v[from];
    double trend = v[from + 1] - v[from];
    for (int i = from + 1; i < to; i++) {
      double scaled = sf * v[i];
      if (i > from + 1) {
        trend = tf * (level - previous) + (1 - tf) * trend;
      }
      double rest = (1 - sf) * (level + trend);
      previous = level;
      level = scaled + rest;
    }
    return level;
  }

  /** Space that grows, for one thread. */
  private static final class Scratch {

    private double[] space = new double[64];

    double[] copy(double[] from, int start, int end) {
      int n = end - start;
      if (space.length < n) {
        space = Arrays.copyOfRange(from, start, end);
      } else {
        System.arraycopy(from, start, space, 0, n);
      }
      return space;
    }
  }
}
