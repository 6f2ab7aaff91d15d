// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.chunk;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.model.SpecialValues;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The encodings of histograms: the number of samples in 2 bytes; a byte whose highest two bits tell
 * of counter resets; the {@link HistogramLayout}; then of each sample the time, the count, the zero
 * count, the sum and the buckets, positive ones first. Of a stale sample nothing follows the sum.
 *
 * <p>Integer buckets are stored as differences from the bucket before. With start timestamps, the
 * reset bits are the highest two of the first byte, and the third byte is the header of {@link
 * StartTimestamps}.
 */
final class HistogramDecoder extends ChunkDecoder {

  private final BitReader in;
  private final boolean integer;
  private final ResetHint firstHint;
  private final @Nullable StartTimestamps starts;
  private final XorValue sum = new XorValue();
  private final CountColumn count;
  private final CountColumn zeroCount;
  private @Nullable HistogramLayout layout;
  private CountColumn[] positive = new CountColumn[0];
  private CountColumn[] negative = new CountColumn[0];
  private long time;
  private long delta;
  private int sample;

  HistogramDecoder(byte[] bytes, int length, boolean integer, boolean withStarts) {
    super(withStarts ? uint16(bytes) & 0x3fff : uint16(bytes));
    this.integer = integer;
    this.firstHint = hint(withStarts ? bytes[0] : bytes[2]);
    this.starts = withStarts ? new StartTimestamps(bytes[2]) : null;
    this.in = new BitReader(bytes, 3, length);
    this.count = column();
    this.zeroCount = column();
  }

  private CountColumn column() {
    return integer ? new CountColumn.Whole() : new CountColumn.Fraction();
  }

  private static ResetHint hint(byte flags) {
    return switch (flags >>> 6 & 3) {
      case 0b10 -> ResetHint.RESET;
      case 0b01 -> ResetHint.NOT_RESET;
      case 0b11 -> ResetHint.GAUGE;
      default -> ResetHint.UNKNOWN;
    };
  }

  @Override
  void read(int index) throws DamagedChunkException {
    sample = index;
    long before = time;
    if (index == 0) {
      readFirst();
    } else {
      delta += in.varbitInt();
      time += delta;
      count.readNext(in);
      zeroCount.readNext(in);
      sum.read(in);
      if (!SpecialValues.isStale(sum.value())) {
        for (CountColumn bucket : positive) {
          bucket.readNext(in);
        }
        for (CountColumn bucket : negative) {
          bucket.readNext(in);
        }
      }
    }
    if (starts != null) {
      starts.read(in, index, time, before);
    }
  }

  private void readFirst() throws DamagedChunkException {
    HistogramLayout read = HistogramLayout.read(in);
    layout = read;
    time = in.varbitInt();
    count.readFirst(in, true);
    zeroCount.readFirst(in, true);
    sum.first(in.float64());
    positive = columns(read.positiveBuckets());
    negative = columns(read.negativeBuckets());
    for (CountColumn bucket : positive) {
      bucket.readFirst(in, false);
    }
    for (CountColumn bucket : negative) {
      bucket.readFirst(in, false);
    }
  }

  private CountColumn[] columns(int number) {
    Supplier<CountColumn> maker = this::column;
    return Stream.generate(maker).limit(number).toArray(CountColumn[]::new);
  }

  @Override
  public long timestampMs() {
    return time;
  }

  @Override
  public boolean isHistogram() {
    return true;
  }

  @Override
  public Histogram histogram() {
    HistogramLayout shared = layout;
    if (shared == null) {
      throw new IllegalStateException("no sample was read");
    }
    ResetHint later = firstHint == ResetHint.GAUGE ? ResetHint.GAUGE : ResetHint.NOT_RESET;
    return new Histogram(
        shared.schema(),
        integer,
        sample == 0 ? firstHint : later,
        shared.zeroThreshold(),
        zeroCount.value(),
        SpecialValues.isStale(sum.value()) ? SpecialValues.STALE : count.value(),
        sum.value(),
        shared.positive(),
        counts(positive),
        shared.negative(),
        counts(negative),
        shared.bounds());
  }

  private double[] counts(CountColumn[] buckets) {
    double[] counts = new double[buckets.length];
    double running = 0;
    for (int i = 0; i < counts.length; i++) {
      running = integer ? running + buckets[i].value() : buckets[i].value();
      counts[i] = running;
    }
    return counts;
  }

  @Override
  public long startTimestampMs() {
    return starts == null ? 0 : starts.value();
  }
}
