// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.ast;

import org.jspecify.annotations.Nullable;

/** The aggregation operators. */
public enum AggregateOp {
  SUM("sum", null, false),
  AVG("avg", null, false),
  COUNT("count", null, false),
  MIN("min", null, false),
  MAX("max", null, false),
  GROUP("group", null, false),
  STDDEV("stddev", null, false),
  STDVAR("stdvar", null, false),
  TOPK("topk", ValueType.SCALAR, false),
  BOTTOMK("bottomk", ValueType.SCALAR, false),
  COUNT_VALUES("count_values", ValueType.STRING, false),
  QUANTILE("quantile", ValueType.SCALAR, false),
  LIMITK("limitk", ValueType.SCALAR, true),
  LIMIT_RATIO("limit_ratio", ValueType.SCALAR, true);

  private final String text;
  private final @Nullable ValueType param;
  private final boolean experimental;

  AggregateOp(String text, @Nullable ValueType param, boolean experimental) {
    this.text = text;
    this.param = param;
    this.experimental = experimental;
  }

  /** Returns the operator as written. */
  public String text() {
    return text;
  }

  /** Returns the type of the parameter, or null when the operator takes none. */
  public @Nullable ValueType param() {
    return param;
  }

  /** Returns whether the operator must be switched on. */
  public boolean experimental() {
    return experimental;
  }

  /** Returns whether the result consists of input series, with their labels. */
  public boolean selectsSeries() {
    return this == TOPK || this == BOTTOMK || this == LIMITK || this == LIMIT_RATIO;
  }
}
