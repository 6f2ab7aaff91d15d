// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.BucketSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One side of a native histogram without its empty buckets: long gaps and empty ends are left out
 * of the spans, gaps of a few buckets are written as zeros where that is shorter.
 *
 * @param spans where the buckets lie
 * @param counts their counts, absolute
 */
public record Buckets(List<BucketSpan> spans, double[] counts) {

  /**
   * Leaves out empty buckets.
   *
   * @param spans where the buckets lie
   * @param counts one count a bucket; as many as the spans say
   * @param maxEmpty how many empty buckets between two others stay in
   */
  public static Buckets compact(List<BucketSpan> spans, double[] counts, int maxEmpty) {
    List<BucketSpan> outSpans = new ArrayList<>();
    double[] out = new double[counts.length];
    int kept = 0;
    int spanFrom = 0;
    long lastEnd = 0;
    long index = 0;
    int read = 0;
    long previous = Long.MIN_VALUE;
    long firstOfSpan = 0;
    for (BucketSpan span : spans) {
      index += span.offset();
      for (int i = 0; i < span.length(); i++, index++, read++) {
        double count = counts[read];
        if (count == 0) {
          continue;
        }
        long gap = previous == Long.MIN_VALUE ? Long.MAX_VALUE : index - previous - 1;
        if (gap > maxEmpty) {
          if (previous != Long.MIN_VALUE) {
            outSpans.add(new BucketSpan((int) (firstOfSpan - lastEnd), kept - spanFrom));
            lastEnd = previous + 1;
          }
          spanFrom = kept;
          firstOfSpan = index;
        } else if (gap > 0) {
          if (kept + gap >= out.length) {
            out = Arrays.copyOf(out, (int) (2L * out.length + gap + 1));
          }
          kept += (int) gap;
        }
        if (kept == out.length) {
          out = Arrays.copyOf(out, 2 * kept + 1);
        }
        out[kept++] = count;
        previous = index;
      }
    }
    if (previous != Long.MIN_VALUE) {
      outSpans.add(new BucketSpan((int) (firstOfSpan - lastEnd), kept - spanFrom));
    }
    return new Buckets(List.copyOf(outSpans), Arrays.copyOf(out, kept));
  }
}
