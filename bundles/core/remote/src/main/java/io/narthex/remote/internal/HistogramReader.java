// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.BucketSpan;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the message {@code Histogram} of remote write 1.0. Counts of integer histograms come as
 * differences to the bucket before; they are added up here.
 */
final class HistogramReader {

  private static final int MIN_SCHEMA = -4;
  private static final int MAX_SCHEMA = 8;

  private boolean integer;
  private ResetHint resetHint = ResetHint.UNKNOWN;
  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private double count;
  private double sum;
  private long timestampMs;
  private final List<BucketSpan> positiveSpans = new ArrayList<>();
  private final List<BucketSpan> negativeSpans = new ArrayList<>();
  private final Doubles positive = new Doubles();
  private final Doubles negative = new Doubles();
  private final Doubles bounds = new Doubles();

  /** A histogram and its time. */
  record Timed(Histogram histogram, long timestampMs) {}

  /** Reads the message that comes next. */
  static Timed read(WireReader wire) throws BadRequestException {
    HistogramReader reader = new HistogramReader();
    int outer = wire.enter();
    while (wire.more()) {
      reader.field(wire);
    }
    wire.leave(outer);
    return new Timed(reader.build(), reader.timestampMs);
  }

  private void field(WireReader wire) throws BadRequestException {
    int tag = wire.tag();
    switch (tag >>> 3) {
      case 1 -> {
        integer = true;
        count = unsigned(wire.varint());
      }
      case 2 -> count = wire.fixedDouble();
      case 3 -> sum = wire.fixedDouble();
      case 4 -> schema = (int) wire.zigzag();
      case 5 -> zeroThreshold = wire.fixedDouble();
      case 6 -> zeroCount = unsigned(wire.varint());
      case 7 -> zeroCount = wire.fixedDouble();
      case 8 -> negativeSpans.add(span(wire));
      case 9 -> deltas(wire, tag, negative);
      case 10 -> doubles(wire, tag, negative);
      case 11 -> positiveSpans.add(span(wire));
      case 12 -> deltas(wire, tag, positive);
      case 13 -> doubles(wire, tag, positive);
      case 14 -> resetHint = hint(wire.varint());
      case 15 -> timestampMs = wire.varint();
      case 16 -> doubles(wire, tag, bounds);
      default -> wire.skip(tag);
    }
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
  }

  private static ResetHint hint(long number) {
    return switch ((int) number) {
      case 1 -> ResetHint.RESET;
      case 2 -> ResetHint.NOT_RESET;
      case 3 -> ResetHint.GAUGE;
      default -> ResetHint.UNKNOWN;
    };
  }

  private static BucketSpan span(WireReader wire) throws BadRequestException {
    int offset = 0;
    long length = 0;
    int outer = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag >>> 3) {
        case 1 -> offset = (int) wire.zigzag();
        case 2 -> length = wire.varint();
        default -> wire.skip(tag);
      }
    }
    wire.leave(outer);
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new BadRequestException("histogram span has a length of " + length);
    }
    return new BucketSpan(offset, (int) length);
  }

  /** Reads packed or single differences and appends the counts that they lead to. */
  private static void deltas(WireReader wire, int tag, Doubles into) throws BadRequestException {
    if ((tag & 7) == WireReader.BYTES) {
      int outer = wire.enter();
      while (wire.more()) {
        into.add(into.last() + wire.zigzag());
      }
      wire.leave(outer);
    } else {
      into.add(into.last() + wire.zigzag());
    }
  }

  private static void doubles(WireReader wire, int tag, Doubles into) throws BadRequestException {
    if ((tag & 7) == WireReader.BYTES) {
      int outer = wire.enter();
      while (wire.more()) {
        into.add(wire.fixedDouble());
      }
      wire.leave(outer);
    } else {
      into.add(wire.fixedDouble());
    }
  }

  private Histogram build() throws BadRequestException {
    boolean custom = schema == Histogram.CUSTOM_BUCKETS_SCHEMA;
    if (!custom && (schema < MIN_SCHEMA || schema > MAX_SCHEMA)) {
      throw new BadRequestException(
          "histogram has an invalid schema, which must be between -4 and 8 for exponential"
              + " buckets, or -53 for custom buckets, got schema "
              + schema);
    }
    check("positive", positiveSpans, positive);
    check("negative", negativeSpans, negative);
    // The stale marker is told by the sum; both of its numbers carry it here.
    double observed = SpecialValues.isStale(sum) ? SpecialValues.STALE : count;
    return new Histogram(
        schema,
        integer,
        resetHint,
        zeroThreshold,
        zeroCount,
        observed,
        sum,
        positiveSpans,
        positive.toArray(),
        negativeSpans,
        negative.toArray(),
        bounds.toArray());
  }

  private static void check(String side, List<BucketSpan> spans, Doubles counts)
      throws BadRequestException {
    long buckets = spans.stream().mapToLong(BucketSpan::length).sum();
    if (buckets != counts.size) {
      throw new BadRequestException(
          side
              + " side: spans need "
              + buckets
              + " buckets, have "
              + counts.size
              + " buckets: histogram spans specify different number of buckets than provided");
    }
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i).offset() < 0) {
        throw new BadRequestException(
            side
                + " side: span number "
                + (i + 1)
                + " with offset "
                + spans.get(i).offset()
                + ": histogram has a span whose offset is negative");
      }
    }
    for (int i = 0; i < counts.size; i++) {
      if (counts.values[i] < 0) {
        throw new BadRequestException(
            side
                + " side: bucket number "
                + (i + 1)
                + " has observation count of "
                + counts.values[i]
                + ": histogram has a bucket whose observation count is negative");
      }
    }
  }

  /** Doubles that grow. */
  private static final class Doubles {

    private double[] values = new double[8];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    double last() {
      return size == 0 ? 0 : values[size - 1];
    }

    double[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
