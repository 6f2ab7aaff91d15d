// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.promql.internal.ast.GoText;
import io.narthex.spi.model.Histogram;
import java.util.StringJoiner;

/** The two texts of a histogram: that of results, and that of test scripts. */
public final class HistogramText {

  private HistogramText() {}

  /**
   * Writes a histogram as Prometheus shows it in results: <code>{count:3, sum:4, (1,2]:3}</code>,
   * populated buckets only, in ascending order.
   */
  public static String result(FloatHistogram h) {
    StringBuilder out = new StringBuilder("{count:");
    out.append(GoText.general(h.count())).append(", sum:").append(GoText.general(h.sum()));
    BucketCursor cursor = new BucketCursor(h);
    for (int i = h.negative().size() - 1; i >= 0; i--) {
      cursor.moveToNegative(i);
      appendBucket(out, cursor);
    }
    if (h.zeroCount() != 0) {
      String threshold = GoText.general(h.zeroThreshold());
      out.append(", [").append(GoText.general(-h.zeroThreshold())).append(',').append(threshold);
      out.append("]:").append(GoText.general(h.zeroCount()));
    }
    for (int i = 0; i < h.positive().size(); i++) {
      cursor.moveToPositive(i);
      appendBucket(out, cursor);
    }
    return out.append('}').toString();
  }

  private static void appendBucket(StringBuilder out, BucketCursor bucket) {
    if (bucket.count() != 0) {
      out.append(", ").append(bucket.lowerInclusive() ? '[' : '(');
      out.append(GoText.general(bucket.lower())).append(',');
      out.append(GoText.general(bucket.upper())).append(bucket.upperInclusive() ? ']' : ')');
      out.append(':').append(GoText.general(bucket.count()));
    }
  }

  /**
   * Writes a histogram as test scripts do: <code>{{schema:1 count:3 sum:4 buckets:[1 2]}}</code>.
   */
  public static String script(Histogram histogram) {
    FloatHistogram h = FloatHistogram.of(histogram).compact(Integer.MAX_VALUE);
    StringJoiner out = new StringJoiner(" ", "{{", "}}");
    if (h.schema() != 0) {
      out.add("schema:" + h.schema());
    }
    add(out, "count", h.count());
    add(out, "sum", h.sum());
    add(out, "z_bucket", h.zeroCount());
    add(out, "z_bucket_w", h.zeroThreshold());
    if (h.hasCustomBuckets()) {
      out.add("custom_values:" + list(h.bounds()));
    }
    switch (h.hint()) {
      case UNKNOWN -> {}
      case RESET -> out.add("counter_reset_hint:reset");
      case NOT_RESET -> out.add("counter_reset_hint:not_reset");
      case GAUGE -> out.add("counter_reset_hint:gauge");
    }
    addSide(out, "", h.positive());
    addSide(out, "n_", h.negative());
    return out.toString();
  }

  private static void add(StringJoiner out, String key, double value) {
    if (value != 0) {
      out.add(key + ":" + GoText.general(value));
    }
  }

  private static void addSide(StringJoiner out, String prefix, Buckets side) {
    if (side.size() > 0) {
      if (side.index(0) != 0) {
        out.add(prefix + "offset:" + side.index(0));
      }
      out.add(prefix + "buckets:" + list(side.counts()));
    }
  }

  private static String list(double[] values) {
    StringJoiner list = new StringJoiner(" ", "[", "]");
    for (double value : values) {
      list.add(GoText.general(value));
    }
    return list.toString();
  }
}
