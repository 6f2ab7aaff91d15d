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

  /** As many bytes as tell which rows a column has at most. */
  private static final int BEGINNING = 16;

  private final MemorySegment bytes;
  private final long layoutAt;
  private final int columnCount;
  private final int allRows;
  private final long indexAt;
  private final long lengthsAt;
  private final long columnsAt;
  private final long extrasAt;
  private final long dataAt;
  private final int extraCount;
  private final double density;
  private final int firstRow;
  private final int rowCount;
  private final long[] timestamps;
  private final FloatDecoder decoder = new FloatDecoder(this::related);
  private byte[] column = new byte[256];
  private byte[] relative = new byte[0];
  private double[] all = new double[0];
  private int lastFound = -1;
  // The column behind the last one read, and where its length and its bytes are.
  private int nextColumn;
  private long nextLengthAt;
  private long nextStart;
  private int columnLength;

  ChunkSource(MemorySegment bytes, long record, long from, long to) {
    this.bytes = bytes;
    this.columnCount = bytes.get(INT, record + 24);
    this.allRows = bytes.get(INT, record + 28);
    this.layoutAt = bytes.get(LONG, record + 64) + ChunkFile.RECORD_HEAD;
    long body = record + ChunkFile.RECORD_HEAD;
    int timesLength = bytes.get(INT, body);
    this.extraCount = bytes.get(INT, body + 12);
    this.density = 1 - bytes.get(INT, body + 16) / ((double) columnCount * Math.max(1, allRows));
    long timesAt = body + 20;
    this.indexAt = timesAt + timesLength;
    this.lengthsAt = indexAt + 8L * ((columnCount + BlockWriter.GROUP - 1) / BlockWriter.GROUP);
    this.columnsAt = lengthsAt + (bytes.get(INT, body + 4) & 0xffffffffL);
    this.extrasAt = columnsAt + (bytes.get(INT, body + 8) & 0xffffffffL);
    this.dataAt = extrasAt + 16L * extraCount;
    this.nextLengthAt = lengthsAt;
    this.nextStart = columnsAt;
    long[] times = new long[allRows];
    IntSequence.decode(read(timesAt, timesLength), times, allRows);
    int first = 0;
    while (first < allRows && times[first] < from) {
      first++;
    }
    int end = allRows;
    while (end > first && times[end - 1] > to) {
      end--;
    }
    this.firstRow = first;
    this.rowCount = end - first;
    this.timestamps = rowCount == allRows ? times : Arrays.copyOfRange(times, first, end);
  }

  private ByteSource read(long at, int length) {
    if (column.length < length + IntSequence.SLACK) {
      column = new byte[length + length / 2 + IntSequence.SLACK];
    }
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, column, 0, length);
    return new ByteSource(column, 0);
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

  private int series(int at) {
    return bytes.get(INT, layoutAt + 4L * at);
  }

  @Override
  public int column(int series, int hint) {
    // Asked for in ascending order as a rule: the next one is often the one behind the last.
    int next = lastFound + 1;
    if (next < columnCount && series(next) == series) {
      lastFound = next;
      return next;
    }
    int low = 0;
    int high = columnCount - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      int at = series(mid);
      if (at < series) {
        low = mid + 1;
      } else if (at > series) {
        high = mid - 1;
      } else {
        lastFound = mid;
        return mid;
      }
    }
    return -1;
  }

  @Override
  public boolean hasSample(int at) {
    switch (FloatColumn.presence(read(locate(at), Math.min(columnLength, BEGINNING)))) {
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
    return read(dataAt + (bytes.get(INT, entry + 8) & 0xffffffffL), bytes.get(INT, entry + 12));
  }

  /** Reads a column while another one is read. */
  private ByteSource related(int at) {
    byte[] present = column;
    column = relative;
    ByteSource in = readColumn(at);
    relative = column;
    column = present;
    return in;
  }

  private ByteSource readColumn(int at) {
    long start = locate(at);
    return read(start, columnLength);
  }

  /** Returns where a column begins, and leaves its length in {@link #columnLength}. */
  private long locate(int at) {
    // Columns are read in order as a rule: then the place of the next one is known.
    if (at < nextColumn || at / BlockWriter.GROUP != nextColumn / BlockWriter.GROUP) {
      nextColumn = at - at % BlockWriter.GROUP;
      long index = indexAt + 8L * (at / BlockWriter.GROUP);
      nextLengthAt = lengthsAt + (bytes.get(INT, index) & 0xffffffffL);
      nextStart = columnsAt + (bytes.get(INT, index + 4) & 0xffffffffL);
    }
    long lengthAt = nextLengthAt;
    long end = nextStart;
    long start;
    do {
      start = end;
      for (int shift = 0; ; shift += 7) {
        byte b = bytes.get(ValueLayout.JAVA_BYTE, lengthAt++);
        end += (long) (b & 0x7f) << shift;
        if (b >= 0) {
          break;
        }
      }
    } while (++nextColumn <= at);
    nextLengthAt = lengthAt;
    nextStart = end;
    columnLength = (int) (end - start);
    return start;
  }

  @Override
  public void values(int at, double[] into, int offset) {
    ByteSource in = readColumn(at);
    if (rowCount == allRows) {
      decoder.decode(in, allRows, into, offset);
    } else {
      all = all.length < allRows ? new double[allRows] : all;
      decoder.decode(in, allRows, all, 0);
      System.arraycopy(all, firstRow, into, offset, rowCount);
    }
  }

  @Override
  public void histograms(int at, @Nullable Histogram[] into, int offset) {
    Arrays.fill(into, offset, offset + rowCount, null);
    long entry = extra(at, BlockWriter.HISTOGRAMS);
    if (entry < 0) {
      return;
    }
    ByteSource in = readExtra(entry);
    byte[] plain = column;
    if (in.get() == 1) {
      plain = inflate(in, bytes.get(INT, entry + 12));
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

  private byte[] inflate(ByteSource in, int end) {
    byte[] plain = new byte[(int) in.varint() + IntSequence.SLACK];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(column, in.position(), end - in.position());
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
