// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.web.json.JsonStream;
import java.io.IOException;
import java.util.List;

/**
 * Native histograms as JSON: count, sum and the buckets that are not empty, in ascending order. A
 * bucket is {@code [rule, lower, upper, count]}; the rule says which borders belong to it: 0 the
 * upper, 1 the lower, 2 none, 3 both.
 */
final class HistogramJson {

  private final JsonStream json;
  private final Histogram histogram;
  private boolean begun;

  private HistogramJson(JsonStream json, Histogram histogram) {
    this.json = json;
    this.histogram = histogram;
  }

  static void write(JsonStream json, Histogram histogram) throws IOException {
    new HistogramJson(json, histogram).write();
  }

  private void write() throws IOException {
    json.beginObject();
    json.name("count").sampleValue(histogram.count());
    json.name("sum").sampleValue(histogram.sum());
    double zero = histogram.zeroThreshold();
    int[] negative = indexes(histogram.negativeSpans());
    for (int i = negative.length - 1; i >= 0; i--) {
      double lower = -BucketBounds.upper(histogram.schema(), negative[i]);
      double upper = -BucketBounds.upper(histogram.schema(), negative[i] - 1);
      bucket(1, lower, upper > -zero ? -zero : upper, histogram.negativeCounts()[i]);
    }
    if (!histogram.hasCustomBuckets()) {
      bucket(3, -zero, zero, histogram.zeroCount());
    }
    int[] positive = indexes(histogram.positiveSpans());
    for (int i = 0; i < positive.length; i++) {
      positive(positive[i], histogram.positiveCounts()[i]);
    }
    if (begun) {
      json.endArray();
    }
    json.endObject();
  }

  private void positive(int index, double count) throws IOException {
    if (histogram.hasCustomBuckets()) {
      double[] bounds = histogram.customBounds();
      double lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds[index - 1];
      double upper = index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
      bucket(index == 0 ? 3 : 0, lower, upper, count);
    } else {
      double lower = BucketBounds.upper(histogram.schema(), index - 1);
      double upper = BucketBounds.upper(histogram.schema(), index);
      bucket(0, Math.max(lower, histogram.zeroThreshold()), upper, count);
    }
  }

  private void bucket(int rule, double lower, double upper, double count) throws IOException {
    if (count == 0) {
      return;
    }
    if (!begun) {
      json.name("buckets").beginArray();
      begun = true;
    }
    json.beginArray().value(rule).sampleValue(lower).sampleValue(upper);
    json.sampleValue(count).endArray();
  }

  /** Returns the index of each bucket of the spans. */
  private static int[] indexes(List<BucketSpan> spans) {
    int[] indexes = new int[spans.stream().mapToInt(BucketSpan::length).sum()];
    int index = 0;
    int n = 0;
    for (BucketSpan span : spans) {
      index += span.offset();
      for (int i = 0; i < span.length(); i++) {
        indexes[n++] = index++;
      }
    }
    return indexes;
  }
}
