// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.spi.model.MetricType;
import org.jspecify.annotations.Nullable;

/** The types of families by their numbers in the format. */
enum FamilyType {
  COUNTER(0, 3, MetricType.COUNTER),
  GAUGE(1, 2, MetricType.GAUGE),
  SUMMARY(2, 4, MetricType.SUMMARY),
  UNTYPED(3, 5, MetricType.UNKNOWN),
  HISTOGRAM(4, 7, MetricType.HISTOGRAM),
  GAUGE_HISTOGRAM(5, 7, MetricType.GAUGEHISTOGRAM);

  private static final FamilyType[] BY_NUMBER = values();

  private final int number;
  private final int field;
  private final MetricType type;

  FamilyType(int number, int field, MetricType type) {
    this.number = number;
    this.field = field;
    this.type = type;
  }

  /** Returns the type with a number, or null. */
  static @Nullable FamilyType of(long number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : null;
  }

  int number() {
    return number;
  }

  /** Returns the field of a metric that holds its value. */
  int field() {
    return field;
  }

  MetricType type() {
    return type;
  }

  boolean isHistogram() {
    return this == HISTOGRAM || this == GAUGE_HISTOGRAM;
  }
}
