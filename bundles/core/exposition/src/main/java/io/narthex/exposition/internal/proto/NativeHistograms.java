// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.internal.Buckets;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.ArrayList;
import java.util.List;

/** Makes native histograms of messages. */
final class NativeHistograms {

  private NativeHistograms() {}

  /**
   * Makes the native histogram of a message that has one.
   *
   * @param in reads the body that the message was read from
   * @throws ExpositionException when spans and buckets contradict each other
   */
  static Histogram of(MetricMessage metric, WireCursor in, boolean gauge, String family)
      throws ExpositionException {
    boolean floats = metric.isFloat();
    Buckets positive =
        side(
            in,
            metric.positiveSpans,
            floats ? metric.positiveCounts : metric.positiveDeltas,
            floats,
            "positive",
            family);
    Buckets negative =
        side(
            in,
            metric.negativeSpans,
            floats ? metric.negativeCounts : metric.negativeDeltas,
            floats,
            "negative",
            family);
    return new Histogram(
        metric.schema,
        !floats,
        gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN,
        metric.zeroThreshold,
        floats ? metric.zeroCountFloat : MetricMessage.unsigned(metric.zeroCount),
        floats ? metric.countFloat : MetricMessage.unsigned(metric.count),
        metric.value,
        positive.spans(),
        positive.counts(),
        negative.spans(),
        negative.counts(),
        new double[0]);
  }

  private static Buckets side(
      WireCursor in,
      Ranges spanRanges,
      NumberFields numbers,
      boolean floats,
      String side,
      String family)
      throws ExpositionException {
    List<BucketSpan> spans = new ArrayList<>(spanRanges.size());
    long buckets = 0;
    for (int i = 0; i < spanRanges.size(); i++) {
      in.range(spanRanges.from(i), spanRanges.to(i));
      int offset = 0;
      long length = 0;
      for (int field = in.next(); field != 0; field = in.next()) {
        switch (field) {
          case 1 -> offset = (int) in.zigzag();
          case 2 -> length = in.integer() & 0xffffffffL;
          default -> in.skip();
        }
      }
      if (i > 0 && offset < 0) {
        throw in.fault(
            "histogram \"%s\": %s side: span number %d with offset %d"
                .formatted(family, side, i + 1, offset));
      }
      buckets += length;
      spans.add(new BucketSpan(offset, (int) Math.min(length, Integer.MAX_VALUE)));
    }
    if (buckets != numbers.count()) {
      throw in.fault(
          "histogram \"%s\": %s side: spans require %d buckets, have %d"
              .formatted(family, side, buckets, numbers.count()));
    }
    double[] counts = floats ? numbers.doubles(in) : numbers.sums(in);
    return Buckets.compact(spans, counts, 0);
  }
}
