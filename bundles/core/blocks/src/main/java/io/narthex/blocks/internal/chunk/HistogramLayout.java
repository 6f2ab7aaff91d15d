// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all histograms of a chunk share.
 *
 * <p>In the chunk: the zero threshold (a byte 0 for 0; a byte 1 to 254 for 2 to the power of that
 * minus 244; or a byte 255 and 64 bits); the schema; the spans of positive, then negative buckets,
 * each a length and an offset behind their number; for the schema of custom buckets their bounds: a
 * multiple of 0.001 up to 33554.43 as that multiple plus 1, any other as a bit 0 and 64 bits.
 */
record HistogramLayout(
    int schema,
    double zeroThreshold,
    List<BucketSpan> positive,
    List<BucketSpan> negative,
    double[] bounds) {

  private static final int MAX_BUCKETS = 1 << 20;

  static HistogramLayout of(Histogram histogram) {
    if (histogram.isStale()) {
      return new HistogramLayout(0, 0, List.of(), List.of(), new double[0]);
    }
    return new HistogramLayout(
        histogram.schema(),
        histogram.zeroThreshold(),
        histogram.positiveSpans(),
        histogram.negativeSpans(),
        histogram.customBounds());
  }

  int positiveBuckets() {
    return buckets(positive);
  }

  int negativeBuckets() {
    return buckets(negative);
  }

  private static int buckets(List<BucketSpan> spans) {
    return spans.stream().mapToInt(BucketSpan::length).sum();
  }

  static HistogramLayout read(BitReader in) throws DamagedChunkException {
    double threshold = readThreshold(in);
    int schema = (int) in.varbitInt();
    if (schema != Histogram.CUSTOM_BUCKETS_SCHEMA && (schema < -9 || schema > 52)) {
      throw new DamagedChunkException("a histogram has the unknown schema " + schema);
    }
    List<BucketSpan> positive = readSpans(in);
    List<BucketSpan> negative = readSpans(in);
    double[] bounds = new double[0];
    if (schema == Histogram.CUSTOM_BUCKETS_SCHEMA) {
      bounds = new double[count(in.varbitUint())];
      for (int i = 0; i < bounds.length; i++) {
        long multiple = in.varbitUint();
        bounds[i] = multiple == 0 ? in.float64() : (multiple - 1) / 1000.0;
      }
    }
    return new HistogramLayout(schema, threshold, positive, negative, bounds);
  }

  private static double readThreshold(BitReader in) throws DamagedChunkException {
    int code = (int) in.bits(8);
    return switch (code) {
      case 0 -> 0;
      case 255 -> in.float64();
      default -> Math.scalb(1.0, code - 244);
    };
  }

  private static List<BucketSpan> readSpans(BitReader in) throws DamagedChunkException {
    int number = count(in.varbitUint());
    List<BucketSpan> spans = new ArrayList<>();
    int buckets = 0;
    for (int i = 0; i < number; i++) {
      int length = count(in.varbitUint());
      buckets = count((long) buckets + length);
      spans.add(new BucketSpan((int) in.varbitInt(), length));
    }
    return spans;
  }

  private static int count(long number) throws DamagedChunkException {
    if (number < 0 || number > MAX_BUCKETS) {
      throw new DamagedChunkException("a histogram has more than " + MAX_BUCKETS + " buckets");
    }
    return (int) number;
  }

  void write(BitWriter out) {
    writeThreshold(out);
    out.varbitInt(schema);
    writeSpans(out, positive);
    writeSpans(out, negative);
    if (schema == Histogram.CUSTOM_BUCKETS_SCHEMA) {
      out.varbitUint(bounds.length);
      for (double bound : bounds) {
        writeBound(out, bound);
      }
    }
  }

  private void writeThreshold(BitWriter out) {
    int exponent = Math.getExponent(zeroThreshold);
    if (zeroThreshold == 0) {
      out.bits(0, 8);
    } else if (zeroThreshold == Math.scalb(1.0, exponent) && exponent >= -243 && exponent <= 10) {
      out.bits(exponent + 244, 8);
    } else {
      out.bits(255, 8);
      out.float64(zeroThreshold);
    }
  }

  private static void writeSpans(BitWriter out, List<BucketSpan> spans) {
    out.varbitUint(spans.size());
    for (BucketSpan span : spans) {
      out.varbitUint(span.length());
      out.varbitInt(span.offset());
    }
  }

  private static void writeBound(BitWriter out, double bound) {
    double multiple = bound * 1000;
    if (multiple >= 0 && multiple <= 33_554_430 && Math.rint(multiple) / 1000 == bound) {
      out.varbitUint((long) Math.rint(multiple) + 1);
    } else {
      out.bits(0, 1);
      out.float64(bound);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HistogramLayout that
        && schema == that.schema
        && Double.compare(zeroThreshold, that.zeroThreshold) == 0
        && positive.equals(that.positive)
        && negative.equals(that.negative)
        && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return 31 * schema + 7 * positive.hashCode() + negative.hashCode() + Arrays.hashCode(bounds);
  }
}
