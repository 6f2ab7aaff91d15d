// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.query;

import io.narthex.promql.HistogramBuckets;
import io.narthex.spi.model.Histogram;
import io.narthex.web.json.JsonStream;
import java.io.IOException;
import java.util.List;

/**
 * Native histograms as JSON: count, sum and the buckets that are not empty, each as {@code
 * [boundaries, lower, upper, count]}.
 */
final class HistogramJson {

  private HistogramJson() {}

  static void write(JsonStream json, Histogram histogram) throws IOException {
    json.beginObject();
    json.name("count").sampleValue(histogram.count());
    json.name("sum").sampleValue(histogram.sum());
    List<HistogramBuckets.Bucket> buckets = HistogramBuckets.of(histogram);
    if (!buckets.isEmpty()) {
      json.name("buckets").beginArray();
      for (HistogramBuckets.Bucket bucket : buckets) {
        json.beginArray().value(bucket.boundaries());
        json.sampleValue(bucket.lower()).sampleValue(bucket.upper());
        json.sampleValue(bucket.count()).endArray();
      }
      json.endArray();
    }
    json.endObject();
  }
}
