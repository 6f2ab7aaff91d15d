// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.histogram;

import io.narthex.promql.HistogramBuckets.Bucket;
import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.List;

/** Lists the populated buckets of a histogram for answers. */
public final class PopulatedBuckets {

  private PopulatedBuckets() {}

  /** Returns the populated buckets in ascending order. */
  public static List<Bucket> of(Histogram histogram) {
    BucketCursor cursor = new BucketCursor(FloatHistogram.of(histogram));
    List<Bucket> buckets = new ArrayList<>(cursor.size());
    for (int i = 0; i < cursor.size(); i++) {
      cursor.moveTo(i);
      if (cursor.count() != 0) {
        int boundaries =
            cursor.lowerInclusive()
                ? (cursor.upperInclusive() ? 3 : 1)
                : (cursor.upperInclusive() ? 0 : 2);
        buckets.add(new Bucket(boundaries, cursor.lower(), cursor.upper(), cursor.count()));
      }
    }
    return buckets;
  }
}
