// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.codec.v1.ByteSource;
import io.narthex.storage.local.codec.v1.FloatColumn;
import io.narthex.storage.local.codec.v1.FloatDecoder;
import io.narthex.storage.local.codec.v1.HistogramCodec;
import io.narthex.storage.local.codec.v1.IntSequence;
import io.narthex.storage.local.codec.v1.Scratch;
import io.narthex.storage.local.select.ColumnSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a block; see {@link BlockWriter} for how it lies in the file. */
final class ChunkSource implements ColumnSource {

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final MemorySegment bytes;
  private final int allRows;
  private final ColumnPlaces places;
  private final long extrasAt;
  private final long dataAt;
  private final int extraCount;
  private final double density;
  private final int firstRow;
  private final int rowCount;
  private final long[] timestamps;
  private final FloatDecoder decoder = new FloatDecoder(this::related);
  private final ReadAhead columns;
  private @Nullable ReadAhead relatives;

  ChunkSource(MemorySegment bytes, long record, long from, long to) {
    this.bytes = bytes;
    this.columns = new ReadAhead(bytes);
    int columnCount = bytes.get(INT, record + 24);
    this.allRows = bytes.get(INT, record + 28);
    long layoutAt = bytes.get(LONG, record + 64) + ChunkFile.RECORD_HEAD;
    long body = record + ChunkFile.RECORD_HEAD;
    int timesLength = bytes.get(INT, body);
    this.extraCount = bytes.get(INT, body + 12);
    this.density = 1 - bytes.get(INT, body + 16) / ((double) columnCount * Math.max(1, allRows));
    long timesAt = body + 20;
    long lengthsLength = bytes.get(INT, body + 4) & 0xffffffffL;
    this.places =
        new ColumnPlaces(bytes, columnCount, layoutAt, timesAt + timesLength, lengthsLength);
    this.extrasAt = places.columnsAt() + (bytes.get(INT, body + 8) & 0xffffffffL);
    this.dataAt = extrasAt + 16L * extraCount;
    long[] times = Scratch.ofThread().numbers(allRows);
    IntSequence.decode(columns.read(timesAt, timesLength), times, allRows);
    this.firstRow = before(times, allRows, from);
    int end = to == Long.MAX_VALUE ? allRows : before(times, allRows, to + 1);
    this.rowCount = Math.max(0, end - firstRow);
    this.timestamps = Arrays.copyOfRange(times, firstRow, firstRow + rowCount);
  }

  /** Returns how many of the timestamps lie before a time. */
  private static int before(long[] times, int count, long time) {
    int found = Arrays.binarySearch(times, 0, count, time);
    return found < 0 ? -1 - found : found;
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public long[] timestamps() {
    return timestamps;
  }

  @Override
  public double density() {
    return density;
  }

  @Override
  public int column(int series, int hint) {
    return places.column(series);
  }

  @Override
  public boolean hasSample(int at) {
    if (FloatColumn.isInAllRows(bytes.get(ValueLayout.JAVA_BYTE, places.begin(at)))) {
      return true;
    }
    switch (FloatColumn.presence(read(at, columns))) {
      case ALL -> {
        return true;
      }
      case NONE -> {
        return kind(at) != SeriesBatch.Kind.FLOATS && hasHistogram(at);
      }
      case SOME -> {
        if (rowCount == allRows) {
          return true;
        }
      }
    }
    double[] values = new double[rowCount];
    values(at, values, 0);
    for (double value : values) {
      if (!SpecialValues.isAbsent(value)) {
        return true;
      }
    }
    return kind(at) != SeriesBatch.Kind.FLOATS && hasHistogram(at);
  }

  private boolean hasHistogram(int at) {
    @Nullable Histogram[] histograms = new Histogram[rowCount];
    histograms(at, histograms, 0);
    for (Histogram h : histograms) {
      if (h != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public SeriesBatch.Kind kind(int at) {
    return extra(at, BlockWriter.HISTOGRAMS) < 0 ? SeriesBatch.Kind.FLOATS : SeriesBatch.Kind.BOTH;
  }

  /** Returns the position of an extra's entry, or -1. */
  private long extra(int at, int kind) {
    int low = 0;
    int high = extraCount - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      long entry = extrasAt + 16L * mid;
      int c = Integer.compare(bytes.get(INT, entry), at);
      if (c == 0) {
        c = Integer.compare(bytes.get(INT, entry + 4), kind);
      }
      if (c < 0) {
        low = mid + 1;
      } else if (c > 0) {
        high = mid - 1;
      } else {
        return entry;
      }
    }
    return -1;
  }

  private ByteSource readExtra(long entry) {
    return columns.read(
        dataAt + (bytes.get(INT, entry + 8) & 0xffffffffL), bytes.get(INT, entry + 12));
  }

  /** Reads a column while another one is read. */
  private ByteSource related(int at) {
    ReadAhead apart = relatives;
    if (apart == null) {
      apart = new ReadAhead(bytes);
      relatives = apart;
    }
    return read(at, apart);
  }

  private ByteSource read(int at, ReadAhead with) {
    return with.read(places.begin(at), places.length(at));
  }

  @Override
  public void values(int at, double[] into, int offset) {
    decoder.decode(read(at, columns), allRows, firstRow, rowCount, into, offset);
  }

  @Override
  public void histograms(int at, @Nullable Histogram[] into, int offset) {
    Arrays.fill(into, offset, offset + rowCount, null);
    long entry = extra(at, BlockWriter.HISTOGRAMS);
    if (entry < 0) {
      return;
    }
    ByteSource in = readExtra(entry);
    byte[] plain = columns.bytes();
    if (in.get() == 1) {
      plain = inflate(in, plain, bytes.get(INT, entry + 12) - 1);
      in = new ByteSource(plain, 0);
    }
    for (int left = (int) in.varint(); left > 0; left--) {
      int row = (int) in.varint() - firstRow;
      int length = (int) in.varint();
      if (row >= 0 && row < rowCount) {
        into[offset + row] = HistogramCodec.decode(plain, in.position());
      }
      in.position(in.position() + length);
    }
  }

  private static byte[] inflate(ByteSource in, byte[] packed, int length) {
    int end = in.position() + length;
    byte[] plain = new byte[(int) in.varint() + IntSequence.SLACK];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(packed, in.position(), end - in.position());
      int n = 0;
      while (!inflater.finished() && n < plain.length) {
        int more = inflater.inflate(plain, n, plain.length - n);
        if (more == 0 && inflater.needsInput()) {
          throw new IllegalStateException("compressed histograms end early");
        }
        n += more;
      }
      return plain;
    } catch (DataFormatException e) {
      throw new IllegalStateException("compressed histograms cannot be read", e);
    }
  }

  @Override
  public boolean startTimestamps(int at, long[] into, int offset) {
    long entry = extra(at, BlockWriter.STARTS);
    if (entry < 0) {
      return false;
    }
    ByteSource in = readExtra(entry);
    int count = (int) in.varint();
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (int) in.varint() - firstRow;
    }
    if (count == 0) {
      return false;
    }
    long[] starts = new long[count];
    IntSequence.decode(in, starts, count);
    Arrays.fill(into, offset, offset + rowCount, 0);
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (rows[i] >= 0 && rows[i] < rowCount) {
        into[offset + rows[i]] = starts[i];
        any = true;
      }
    }
    return any;
  }
}
