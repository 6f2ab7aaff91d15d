// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import java.util.stream.Stream;

/** Writes chunks of histograms, see {@link HistogramDecoder}. */
public final class HistogramEncoder {

  private static final int MAX_SAMPLES = 120;
  private static final int TARGET_BYTES = 1024;
  private static final int MIN_SAMPLES = 10;

  private final boolean integer;
  private final BitWriter out = new BitWriter();
  private final XorValue sum = new XorValue();
  private final HistogramLayout layout;
  private final ResetHint hint;
  private final boolean stale;
  private final CountColumn count;
  private final CountColumn zeroCount;
  private final CountColumn[] positive;
  private final CountColumn[] negative;
  private Histogram last;
  private int samples;
  private long time;
  private long delta;

  /** Begins a chunk with a first sample. */
  public HistogramEncoder(long timestampMs, Histogram first) {
    integer = first.integer();
    layout = HistogramLayout.of(first);
    hint = first.resetHint();
    stale = first.isStale();
    count = column();
    zeroCount = column();
    positive = columns(layout.positiveBuckets());
    negative = columns(layout.negativeBuckets());
    last = first;
    samples = 1;
    time = timestampMs;
    out.bits(0, 16);
    out.bits((long) flags(hint) << 6, 8);
    layout.write(out);
    out.varbitInt(timestampMs);
    count.writeFirst(out, stale ? 0 : first.count(), true);
    zeroCount.writeFirst(out, stale ? 0 : first.zeroCount(), true);
    out.float64(first.sum());
    sum.first(first.sum());
    writeBuckets(first, true);
  }

  private static int flags(ResetHint hint) {
    return switch (hint) {
      case RESET -> 0b10;
      case GAUGE -> 0b11;
      case NOT_RESET -> 0b01;
      case UNKNOWN -> 0b00;
    };
  }

  private CountColumn column() {
    return integer ? new CountColumn.Whole() : new CountColumn.Fraction();
  }

  private CountColumn[] columns(int number) {
    return Stream.generate(this::column).limit(number).toArray(CountColumn[]::new);
  }

  /** Returns how many samples the chunk has. */
  public int count() {
    return samples;
  }

  /** Returns how the chunk is encoded. */
  public Encoding encoding() {
    return integer ? Encoding.HISTOGRAM : Encoding.FLOAT_HISTOGRAM;
  }

  /**
   * Returns whether a histogram may follow in this chunk: it has the same kind and layout, no count
   * falls, and the chunk is not full.
   */
  public boolean takes(Histogram next) {
    boolean full = samples >= MAX_SAMPLES || (samples >= MIN_SAMPLES && out.size() >= TARGET_BYTES);
    if (full || next.integer() != integer || last.isStale() || stale) {
      return false;
    }
    if (next.isStale()) {
      return true;
    }
    if (!HistogramLayout.of(next).equals(layout)) {
      return false;
    }
    if (hint == ResetHint.GAUGE || next.resetHint() == ResetHint.GAUGE) {
      return hint == next.resetHint();
    }
    return next.resetHint() != ResetHint.RESET && !falls(next);
  }

  private boolean falls(Histogram next) {
    return next.count() < last.count()
        || next.zeroCount() < last.zeroCount()
        || falls(last.positiveCounts(), next.positiveCounts())
        || falls(last.negativeCounts(), next.negativeCounts());
  }

  private static boolean falls(double[] before, double[] after) {
    for (int i = 0; i < before.length; i++) {
      if (after[i] < before[i]) {
        return true;
      }
    }
    return false;
  }

  /** Adds a histogram that the chunk takes; times ascend. */
  public void add(long timestampMs, Histogram next) {
    long step = timestampMs - time;
    out.varbitInt(step - delta);
    delta = step;
    time = timestampMs;
    samples++;
    if (next.isStale()) {
      // The counts of a stale sample are passed over by every reader.
      count.writeNext(out, count.value());
      zeroCount.writeNext(out, zeroCount.value());
      sum.write(out, next.sum());
    } else {
      count.writeNext(out, next.count());
      zeroCount.writeNext(out, next.zeroCount());
      sum.write(out, next.sum());
      writeBuckets(next, false);
    }
    last = next;
  }

  private void writeBuckets(Histogram histogram, boolean first) {
    if (!histogram.isStale()) {
      writeBuckets(positive, histogram.positiveCounts(), first);
      writeBuckets(negative, histogram.negativeCounts(), first);
    }
  }

  private void writeBuckets(CountColumn[] columns, double[] counts, boolean first) {
    for (int i = 0; i < columns.length; i++) {
      double stored = integer && i > 0 ? counts[i] - counts[i - 1] : counts[i];
      if (first) {
        columns[i].writeFirst(out, stored, false);
      } else {
        columns[i].writeNext(out, stored);
      }
    }
  }

  /** Returns the chunk's data. */
  public byte[] finish() {
    out.set(0, samples >>> 8);
    out.set(1, samples);
    return out.toBytes();
  }
}
