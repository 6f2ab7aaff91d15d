// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.window;

import io.narthex.promql.internal.scan.SampleColumn;

/** The least-squares line through the samples of a window. For one thread. */
final class Regression {

  private double slope;
  private double intercept;

  /** Fits the line; its intercept is at a time in milliseconds. */
  void fit(SampleColumn floats, int from, int to, long interceptMs) {
    double[] v = floats.values();
    long[] t = floats.timestamps();
    KahanSum sumX = new KahanSum();
    KahanSum sumY = new KahanSum();
    KahanSum sumXy = new KahanSum();
    KahanSum sumXx = new KahanSum();
    boolean constant = true;
    for (int i = from; i < to; i++) {
      double y = v[i];
      if (y != v[from] && i > from) {
        constant = false;
      }
      double x = (t[i] - interceptMs) / 1e3;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumXx.add(x * x);
    }
    if (constant) {
      boolean infinite = Double.isInfinite(v[from]);
      slope = infinite ? Double.NaN : 0;
      intercept = infinite ? Double.NaN : v[from];
      return;
    }
    double n = to - from;
    double covariance = sumXy.value() - sumX.value() * sumY.value() / n;
    double variance = sumXx.value() - sumX.value() * sumX.value() / n;
    slope = covariance / variance;
    intercept = sumY.value() / n - slope * sumX.value() / n;
  }

  double slope() {
    return slope;
  }

  double intercept() {
    return intercept;
  }
}
