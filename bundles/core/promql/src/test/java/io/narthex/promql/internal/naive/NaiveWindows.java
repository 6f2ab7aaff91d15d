// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import io.narthex.promql.internal.naive.NaiveInterpreter.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Functions of one window, by their definitions. */
final class NaiveWindows {

  private NaiveWindows() {}

  static @Nullable Double apply(String name, Window w, double param, long start, long end, long t) {
    double[] v = w.values();
    int n = v.length;
    return switch (name) {
      case "rate" -> rate(w, start, end, true, true);
      case "increase" -> rate(w, start, end, true, false);
      case "delta" -> rate(w, start, end, false, false);
      case "irate" -> {
        if (n < 2) {
          yield null;
        }
        double d = v[n - 1] < v[n - 2] ? v[n - 1] : v[n - 1] - v[n - 2];
        yield d / ((w.times()[n - 1] - w.times()[n - 2]) / 1000.0);
      }
      case "idelta" -> NaiveInterpreter.orNull(n > 1, n > 1 ? v[n - 1] - v[n - 2] : 0);
      case "changes" -> (double) pairs(v, false);
      case "resets" -> (double) pairs(v, true);
      case "sum_over_time" -> NaiveInterpreter.sum(v);
      case "avg_over_time" -> NaiveInterpreter.sum(v) / n;
      case "count_over_time" -> (double) n;
      case "present_over_time" -> 1.0;
      case "max_over_time" -> -NaiveInterpreter.min(Arrays.stream(v).map(x -> -x).toArray());
      case "min_over_time" -> NaiveInterpreter.min(v);
      case "last_over_time" -> v[n - 1];
      case "first_over_time" -> v[0];
      case "stddev_over_time" -> Math.sqrt(variance(v));
      case "stdvar_over_time" -> variance(v);
      case "quantile_over_time" -> NaiveInterpreter.quantile(param, v);
      case "deriv" -> NaiveInterpreter.orNull(n > 1, n > 1 ? line(w, w.times()[0])[0] : 0);
      case "predict_linear" -> {
        if (n < 2) {
          yield null;
        }
        double[] line = line(w, t);
        yield line[0] * param + line[1];
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int pairs(double[] v, boolean falls) {
    int n = 0;
    for (int i = 1; i < v.length; i++) {
      if (falls ? v[i] < v[i - 1] : v[i] != v[i - 1]) {
        n++;
      }
    }
    return n;
  }

  private static double variance(double[] v) {
    double mean = Arrays.stream(v).average().orElseThrow();
    return Arrays.stream(v).map(x -> (x - mean) * (x - mean)).sum() / v.length;
  }

  private static double[] line(Window w, long origin) {
    int n = w.values().length;
    double mx = 0;
    double my = 0;
    for (int i = 0; i < n; i++) {
      mx += (w.times()[i] - origin) / 1000.0 / n;
      my += w.values()[i] / n;
    }
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < n; i++) {
      double x = (w.times()[i] - origin) / 1000.0 - mx;
      xy += x * (w.values()[i] - my);
      xx += x * x;
    }
    double slope = xy / xx;
    return new double[] {slope, my - slope * mx};
  }

  private static @Nullable Double rate(
      Window w, long start, long end, boolean counter, boolean perSecond) {
    double[] v = w.values();
    int n = v.length;
    if (n < 2) {
      return null;
    }
    double difference = v[n - 1] - v[0];
    for (int i = 1; counter && i < n; i++) {
      if (v[i] < v[i - 1]) {
        difference += v[i - 1];
      }
    }
    double toStart = (w.times()[0] - start) / 1000.0;
    double toEnd = (end - w.times()[n - 1]) / 1000.0;
    double sampled = (w.times()[n - 1] - w.times()[0]) / 1000.0;
    double average = sampled / (n - 1);
    if (toStart >= average * 1.1) {
      toStart = average / 2;
    }
    if (counter && difference > 0 && v[0] >= 0) {
      toStart = Math.min(toStart, sampled * (v[0] / difference));
    }
    if (toEnd >= average * 1.1) {
      toEnd = average / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    return difference * (perSecond ? factor / ((end - start) / 1000.0) : factor);
  }
}
