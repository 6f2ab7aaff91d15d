// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.codec.v1;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Native histograms as bytes, without loss. In this order:
 *
 * <pre>
 * schema              zigzag varint
 * flags               byte: bit 0 integer, bits 1-2 reset hint, bit 3 counts are whole numbers
 * zero threshold, sum 8 bytes each, the bits of the double, little-endian
 * zero count, count   each a count
 * spans               positive, then negative: varint n, n times (zigzag offset, varint length)
 * counts              positive, then negative, as many as the spans hold
 * bounds              varint n, n times 8 bytes
 * </pre>
 *
 * <p>A count is a zigzag varint of the difference to the count before it when flag bit 3 is set,
 * else the 8 bytes of the double. Varints have seven bits a byte, low bits first.
 */
public final class HistogramCodec {

  private static final int INTEGER = 1;
  private static final int WHOLE = 8;
  private static final double MAX_WHOLE = 1L << 53;

  private HistogramCodec() {}

  /** Writes a histogram. */
  public static byte[] encode(Histogram h) {
    ByteSink out = new ByteSink(128);
    boolean whole =
        isWhole(h.zeroCount())
            && isWhole(h.count())
            && allWhole(h.positiveCounts())
            && allWhole(h.negativeCounts());
    out.zigzag(h.schema());
    out.put((h.integer() ? INTEGER : 0) | h.resetHint().ordinal() << 1 | (whole ? WHOLE : 0));
    out.word(Double.doubleToRawLongBits(h.zeroThreshold()));
    out.word(Double.doubleToRawLongBits(h.sum()));
    long last = count(out, h.zeroCount(), 0, whole);
    last = count(out, h.count(), last, whole);
    spans(out, h.positiveSpans());
    spans(out, h.negativeSpans());
    for (double c : h.positiveCounts()) {
      last = count(out, c, last, whole);
    }
    for (double c : h.negativeCounts()) {
      last = count(out, c, last, whole);
    }
    out.varint(h.customBounds().length);
    for (double bound : h.customBounds()) {
      out.word(Double.doubleToRawLongBits(bound));
    }
    return out.toArray();
  }

  private static boolean allWhole(double[] counts) {
    for (double c : counts) {
      if (!isWhole(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(double c) {
    return Math.abs(c) < MAX_WHOLE
        && Double.doubleToRawLongBits((double) (long) c) == Double.doubleToRawLongBits(c);
  }

  private static long count(ByteSink out, double c, long last, boolean whole) {
    if (!whole) {
      out.word(Double.doubleToRawLongBits(c));
      return 0;
    }
    out.zigzag((long) c - last);
    return (long) c;
  }

  private static void spans(ByteSink out, List<BucketSpan> spans) {
    out.varint(spans.size());
    for (BucketSpan span : spans) {
      out.zigzag(span.offset());
      out.varint(span.length());
    }
  }

  /**
   * Reads a histogram.
   *
   * @param bytes holds it from {@code offset} on
   */
  public static Histogram decode(byte[] bytes, int offset) {
    ByteSource in = new ByteSource(bytes, offset);
    int schema = (int) in.zigzag();
    int flags = in.get();
    boolean whole = (flags & WHOLE) != 0;
    double zeroThreshold = Double.longBitsToDouble(in.word());
    double sum = Double.longBitsToDouble(in.word());
    Counts counts = new Counts(in, whole);
    double zeroCount = counts.next();
    double count = counts.next();
    List<BucketSpan> positive = spans(in);
    List<BucketSpan> negative = spans(in);
    double[] positiveCounts = counts.next(buckets(positive));
    double[] negativeCounts = counts.next(buckets(negative));
    double[] bounds = new double[(int) in.varint()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = Double.longBitsToDouble(in.word());
    }
    return new Histogram(
        schema,
        (flags & INTEGER) != 0,
        Histogram.ResetHint.values()[(flags >> 1) & 3],
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive,
        positiveCounts,
        negative,
        negativeCounts,
        bounds);
  }

  private static List<BucketSpan> spans(ByteSource in) {
    int n = (int) in.varint();
    List<BucketSpan> spans = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      int offset = (int) in.zigzag();
      spans.add(new BucketSpan(offset, (int) in.varint()));
    }
    return spans;
  }

  private static int buckets(List<BucketSpan> spans) {
    int n = 0;
    for (BucketSpan span : spans) {
      n += span.length();
    }
    return n;
  }

  private static final class Counts {

    private final ByteSource in;
    private final boolean whole;
    private long last;

    Counts(ByteSource in, boolean whole) {
      this.in = in;
      this.whole = whole;
    }

    double next() {
      if (!whole) {
        return Double.longBitsToDouble(in.word());
      }
      last += in.zigzag();
      return last;
    }

    double[] next(int n) {
      double[] counts = new double[n];
      for (int i = 0; i < n; i++) {
        counts[i] = next();
      }
      return counts;
    }
  }
}
