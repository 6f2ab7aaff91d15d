// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.FamilyWriter;
import io.narthex.exposition.internal.CumulativeBuckets;
import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.MetricType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.UnaryOperator;

/** Stored samples as delimited {@code MetricFamily} messages; all counts are floats. */
public final class ProtobufFamilies implements FamilyWriter {

  private final OutputStream out;
  private final UnaryOperator<String> names;
  private final WireBuffer buffer = new WireBuffer();
  private int start = -1;

  /**
   * A writer.
   *
   * @param out takes the body
   * @param names escapes a name as the scraper asks
   */
  public ProtobufFamilies(OutputStream out, UnaryOperator<String> names) {
    this.out = out;
    this.names = names;
  }

  @Override
  public void begin(String name, MetricType type) throws IOException {
    end();
    start = buffer.begin(0);
    buffer.text(1, names.apply(name));
    buffer.integer(3, familyType(type).number());
  }

  private static FamilyType familyType(MetricType type) {
    return switch (type) {
      case HISTOGRAM -> FamilyType.HISTOGRAM;
      case GAUGEHISTOGRAM -> FamilyType.GAUGE_HISTOGRAM;
      case COUNTER, GAUGE, SUMMARY, INFO, STATESET, UNKNOWN -> FamilyType.UNTYPED;
    };
  }

  @Override
  public void sample(List<Label> labels, long timestampMs, double value) {
    int metric = metric(labels);
    int untyped = buffer.begin(FamilyType.UNTYPED.field());
    buffer.number(1, value);
    buffer.end(untyped);
    endMetric(metric, timestampMs);
  }

  @Override
  public boolean takes(Histogram histogram) {
    return true;
  }

  @Override
  public void histogram(List<Label> labels, long timestampMs, Histogram histogram) {
    int metric = metric(labels);
    int message = buffer.begin(FamilyType.HISTOGRAM.field());
    buffer.number(2, histogram.sum());
    buffer.number(4, histogram.count());
    if (histogram.hasCustomBuckets()) {
      classic(histogram);
    } else {
      buffer.zigzag(5, histogram.schema());
      buffer.number(6, histogram.zeroThreshold());
      buffer.number(8, histogram.zeroCount());
      spans(9, histogram.negativeSpans());
      buffer.numbers(11, histogram.negativeCounts());
      spans(12, histogram.positiveSpans());
      buffer.numbers(14, histogram.positiveCounts());
      if (histogram.positiveSpans().isEmpty() && histogram.negativeSpans().isEmpty()) {
        // An empty span says that the histogram is a native one all the same.
        buffer.end(buffer.begin(12));
      }
    }
    buffer.end(message);
    endMetric(metric, timestampMs);
  }

  private void classic(Histogram histogram) {
    double[] cumulative = CumulativeBuckets.of(histogram);
    for (int i = 0; i < cumulative.length; i++) {
      int bucket = buffer.begin(3);
      buffer.number(2, histogram.customBounds()[i]);
      buffer.number(4, cumulative[i]);
      buffer.end(bucket);
    }
  }

  private void spans(int field, List<BucketSpan> spans) {
    for (BucketSpan span : spans) {
      int message = buffer.begin(field);
      buffer.zigzag(1, span.offset());
      buffer.integer(2, span.length());
      buffer.end(message);
    }
  }

  private int metric(List<Label> labels) {
    int metric = buffer.begin(4);
    for (Label label : labels) {
      int pair = buffer.begin(1);
      buffer.text(1, names.apply(label.name()));
      buffer.text(2, label.value());
      buffer.end(pair);
    }
    return metric;
  }

  private void endMetric(int metric, long timestampMs) {
    buffer.integer(6, timestampMs);
    buffer.end(metric);
  }

  @Override
  public void end() throws IOException {
    if (start >= 0) {
      buffer.end(start);
      buffer.writeTo(out);
      buffer.clear();
      start = -1;
    }
  }
}
