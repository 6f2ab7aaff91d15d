// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.codec.v1.ByteSink;
import io.narthex.storage.local.codec.v1.FloatColumn;
import io.narthex.storage.local.codec.v1.HistogramCodec;
import io.narthex.storage.local.codec.v1.IntSequence;
import io.narthex.storage.local.codec.v1.RelatedColumn;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks to a {@link ChunkFile}. The body of a block, positions counted from its begin:
 *
 * <pre>
 *  0  u32  length of the timestamps
 *  4  u32  length of the lengths
 *  8  u32  length of the columns
 * 12  u32  count of extras
 * 16  u32  count of rows in which a column has no float, over all columns
 * 20       timestamps: an {@link IntSequence}, one number a row, ascending
 *          index: for column 0 and every {@value #GROUP}th after it u32 position in the lengths,
 *          u32 position in the columns, both counted from where those begin
 *          lengths: a varint a column, its length
 *          columns: a {@link FloatColumn} each, in the order of the layout
 *          extras: for each u32 column, u32 kind, u32 position in the data, u32 length; ascending
 *          by column, then kind
 *          data of the extras
 * </pre>
 *
 * <p>Kinds of extras:
 *
 * <pre>
 * 1 HISTOGRAMS  byte: 1 when what follows is compressed (RFC 1951), with a varint, its length when
 *               it is not; then varint count, and for each: varint row, varint length, bytes as
 *               {@link HistogramCodec} writes them
 * 2 STARTS      varint count, as many varints: rows; an {@link IntSequence}: milliseconds
 * </pre>
 *
 * <p>One thread at a time.
 */
public final class BlockWriter {

  static final int GROUP = 32;
  static final int HISTOGRAMS = 1;
  static final int STARTS = 2;

  private static final int COMPRESS_FROM = 128;

  private final boolean thorough;
  private final FloatColumn floats;
  private final IntSequence sequence;
  private final RelatedColumn relatives = new RelatedColumn();
  private final ByteSink record = new ByteSink(1 << 12);
  private final ByteSink index = new ByteSink(256);
  private final ByteSink lengths = new ByteSink(256);
  private final ByteSink columns = new ByteSink(1 << 12);
  private final ByteSink extras = new ByteSink(16);
  private final ByteSink data = new ByteSink(16);
  private final Map<Integer, Layout> layouts = new HashMap<>();
  private int extraCount;
  private long empty;

  private record Layout(ChunkFile file, long position, int[] series) {}

  /**
   * A writer.
   *
   * @param thorough whether to take time for short blocks: when these stay as they are for long
   */
  public BlockWriter(boolean thorough) {
    this.thorough = thorough;
    this.floats = new FloatColumn(thorough);
    this.sequence = new IntSequence(thorough);
  }

  /**
   * Appends the rows of a batch as a block.
   *
   * @param series the numbers of the batch's series, ascending
   * @param firstPiece number of the first piece of the target that is in it
   * @param endPiece number of the first piece behind it
   * @throws IOException when it could not be written; the file is as before
   */
  public ChunkBlock write(
      ChunkFile file, int target, int[] series, SeriesBatch batch, long firstPiece, long endPiece)
      throws IOException {
    int rows = batch.rowCount();
    encode(batch, rows);
    record.truncate(0);
    long layoutAt = layout(file, target, series);
    int at = ChunkFile.begin(record);
    long[] times = batch.timestamps();
    record.setInt32(at + 28, rows);
    record.setWord(at + 32, times[0]);
    record.setWord(at + 40, times[rows - 1]);
    record.setWord(at + 48, firstPiece);
    record.setWord(at + 56, endPiece);
    record.setWord(at + 64, layoutAt);
    int body = record.size();
    record.word(0);
    record.int32(columns.size());
    record.int32(extraCount);
    record.int32((int) Math.min(Integer.MAX_VALUE, empty));
    int timesAt = record.size();
    sequence.encode(times, rows, record);
    record.setInt32(body, record.size() - timesAt);
    record.setInt32(body + 4, lengths.size());
    append(index);
    append(lengths);
    append(columns);
    append(extras);
    append(data);
    CRC32 check = new CRC32();
    check.update(record.bytes(), body, record.size() - body);
    record.int32((int) check.getValue());
    ChunkFile.finish(record, at, ChunkFile.CHECKED_BLOCK, target, series.length);
    long position = file.append(record) + at;
    layouts.put(target, new Layout(file, layoutAt, series));
    return new ChunkBlock(file, position);
  }

  /**
   * Appends a copy of a readable block of another file.
   *
   * @throws IOException when it could not be written; the file is as before
   */
  public void copy(ChunkFile file, ChunkBlock block) throws IOException {
    record.truncate(0);
    int[] series = block.series();
    long layoutAt = layout(file, block.target(), series);
    int at = record.size();
    byte[] bytes = block.bytes();
    record.put(bytes, 0, bytes.length);
    record.setWord(at + 64, layoutAt);
    ChunkFile.finish(record, at, block.type(), block.target(), series.length);
    file.append(record);
    layouts.put(block.target(), new Layout(file, layoutAt, series));
  }

  /** Returns the position of a layout, which is put into the record when it is new. */
  private long layout(ChunkFile file, int target, int[] series) {
    Layout known = layouts.get(target);
    if (known != null && known.file == file && Arrays.equals(known.series, series)) {
      return known.position;
    }
    int at = ChunkFile.begin(record);
    for (int s : series) {
      record.int32(s);
    }
    ChunkFile.finish(record, at, ChunkFile.LAYOUT, target, series.length);
    return file.size();
  }

  private void append(ByteSink part) {
    record.put(part.bytes(), 0, part.size());
  }

  private void encode(SeriesBatch batch, int rows) {
    index.truncate(0);
    lengths.truncate(0);
    columns.truncate(0);
    extras.truncate(0);
    data.truncate(0);
    extraCount = 0;
    empty = 0;
    relatives.begin();
    double[] values = new double[rows];
    long[] starts = new long[rows];
    for (int i = 0; i < batch.seriesCount(); i++) {
      column(batch, i, values, starts);
    }
  }

  private void column(SeriesBatch batch, int i, double[] values, long[] starts) {
    if (i % GROUP == 0) {
      index.int32(lengths.size());
      index.int32(columns.size());
    }
    int rows = values.length;
    batch.values(i, values, 0);
    int before = columns.size();
    empty += rows - floats.encode(values, 0, rows, columns);
    if (thorough) {
      relatives.relate(floats, i, values, rows, before, columns);
    }
    lengths.varint(columns.size() - before);
    if (batch.kind(i) != SeriesBatch.Kind.FLOATS) {
      @Nullable Histogram[] histograms = new Histogram[rows];
      batch.histograms(i, histograms, 0);
      int dataAt = data.size();
      histograms(histograms);
      extra(i, HISTOGRAMS, dataAt);
    }
    if (batch.startTimestamps(i, starts, 0)) {
      int dataAt = data.size();
      starts(starts);
      extra(i, STARTS, dataAt);
    }
  }

  private void extra(int column, int kind, int dataAt) {
    extras.int32(column);
    extras.int32(kind);
    extras.int32(dataAt);
    extras.int32(data.size() - dataAt);
    extraCount++;
  }

  private void histograms(@Nullable Histogram[] histograms) {
    ByteSink plain = new ByteSink(1024);
    int count = 0;
    for (Histogram h : histograms) {
      count += h == null ? 0 : 1;
    }
    plain.varint(count);
    for (int row = 0; row < histograms.length; row++) {
      Histogram h = histograms[row];
      if (h != null) {
        byte[] bytes = HistogramCodec.encode(h);
        plain.varint(row);
        plain.varint(bytes.length);
        plain.put(bytes, 0, bytes.length);
      }
    }
    if (plain.size() < COMPRESS_FROM) {
      data.put(0);
      data.put(plain.bytes(), 0, plain.size());
      return;
    }
    data.put(1);
    data.varint(plain.size());
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(plain.bytes(), 0, plain.size());
      deflater.finish();
      byte[] some = new byte[4096];
      while (!deflater.finished()) {
        data.put(some, 0, deflater.deflate(some));
      }
    }
  }

  private void starts(long[] starts) {
    int count = 0;
    long[] known = new long[starts.length];
    for (long start : starts) {
      if (start != 0) {
        known[count++] = start;
      }
    }
    data.varint(count);
    for (int row = 0; row < starts.length; row++) {
      if (starts[row] != 0) {
        data.varint(row);
      }
    }
    if (count > 0) {
      sequence.encode(known, count, data);
    }
  }
}
