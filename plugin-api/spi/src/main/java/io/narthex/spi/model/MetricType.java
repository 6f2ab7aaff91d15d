// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

import java.util.Locale;

/** The type of a metric family, as the exposition formats name it. */
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM,
  GAUGEHISTOGRAM,
  SUMMARY,
  INFO,
  STATESET,
  UNKNOWN;

  /** Returns the name in exposition formats and API answers. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
