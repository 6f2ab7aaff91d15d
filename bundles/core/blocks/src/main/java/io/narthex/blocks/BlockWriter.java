// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import io.narthex.blocks.internal.chunk.Encoding;
import io.narthex.blocks.internal.chunk.HistogramEncoder;
import io.narthex.blocks.internal.chunk.XorEncoder;
import io.narthex.blocks.internal.index.ChunkRef;
import io.narthex.blocks.internal.index.ChunkSegmentWriter;
import io.narthex.blocks.internal.index.IndexWriter;
import io.narthex.blocks.internal.index.TextOrder;
import io.narthex.blocks.internal.index.Tombstones;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block that Prometheus and its tools read: index version 2, chunks of the encoding XOR
 * and of histograms. For one thread.
 *
 * <p>Series come in any order; their chunks wait in a file beside the block until all are there,
 * because a block has them in the order of labels. The block appears under its name when it is
 * whole.
 */
public final class BlockWriter implements AutoCloseable {

  /** A chunk that waits. */
  private record Waiting(Encoding encoding, long minMs, long maxMs, long position, int length) {}

  /** A series whose chunks wait. */
  private record WaitingSeries(Labels labels, List<Waiting> chunks) {}

  private final Path folder;
  private final Path unfinished;
  private final String ulid;
  private final long minMs;
  private final long maxMs;
  private final FileChannel waiting;
  private final List<WaitingSeries> series = new ArrayList<>();
  private final TreeSet<String> texts = new TreeSet<>(TextOrder.BY_BYTES);
  private long position;
  private long samples;
  private long chunks;

  /**
   * Begins a block.
   *
   * @param parent the folder that the block's folder is made in
   * @param minMs the first millisecond that the block covers
   * @param maxMs the first millisecond behind it
   */
  public BlockWriter(Path parent, long minMs, long maxMs) throws IOException {
    this.minMs = minMs;
    this.maxMs = maxMs;
    ulid = Ulid.next();
    folder = parent.resolve(ulid);
    unfinished = Files.createDirectories(parent.resolve(ulid + ".tmp-for-creation"));
    waiting =
        FileChannel.open(
            unfinished.resolve("waiting"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /**
   * Begins a series, which ends when the returned writer is closed. One at a time.
   *
   * @param labels labels that no other series of the block has
   */
  public SeriesWriter series(Labels labels) {
    return new SeriesWriter(labels);
  }

  /** Takes the samples of a series. */
  public final class SeriesWriter implements AutoCloseable {

    private final Labels labels;
    private final List<Waiting> done = new ArrayList<>();
    private final XorEncoder floats = new XorEncoder();
    private @Nullable HistogramEncoder histograms;
    private long firstMs;
    private long lastMs = Long.MIN_VALUE;

    private SeriesWriter(Labels labels) {
      this.labels = labels;
    }

    /**
     * Adds a value.
     *
     * @param timestampMs later than the sample before, within the block
     */
    public void add(long timestampMs, double value) throws IOException {
      check(timestampMs);
      endHistograms();
      if (floats.isFull()) {
        endFloats();
      }
      if (floats.count() == 0) {
        firstMs = timestampMs;
      }
      floats.add(timestampMs, value);
      lastMs = timestampMs;
    }

    /**
     * Adds a histogram.
     *
     * @param timestampMs later than the sample before, within the block
     */
    public void add(long timestampMs, Histogram histogram) throws IOException {
      check(timestampMs);
      endFloats();
      HistogramEncoder open = histograms;
      if (open != null && !open.takes(histogram)) {
        endHistograms();
        open = null;
      }
      if (open == null) {
        histograms = new HistogramEncoder(timestampMs, histogram);
        firstMs = timestampMs;
      } else {
        open.add(timestampMs, histogram);
      }
      lastMs = timestampMs;
    }

    private void check(long timestampMs) {
      if (timestampMs <= lastMs || timestampMs < minMs || timestampMs >= maxMs) {
        throw new IllegalArgumentException(
            "a sample at %d does not fit behind %d into a block from %d to %d"
                .formatted(timestampMs, lastMs, minMs, maxMs));
      }
    }

    private void endFloats() throws IOException {
      if (floats.count() > 0) {
        samples += floats.count();
        end(Encoding.XOR, floats.finish());
      }
    }

    private void endHistograms() throws IOException {
      HistogramEncoder open = histograms;
      if (open != null) {
        samples += open.count();
        end(open.encoding(), open.finish());
        histograms = null;
      }
    }

    private void end(Encoding encoding, byte[] data) throws IOException {
      done.add(new Waiting(encoding, firstMs, lastMs, position, data.length));
      ByteBuffer bytes = ByteBuffer.wrap(data);
      while (bytes.hasRemaining()) {
        position += waiting.write(bytes, position);
      }
      chunks++;
    }

    /** Ends the series; one without samples is left out. */
    @Override
    public void close() throws IOException {
      endFloats();
      endHistograms();
      if (!done.isEmpty()) {
        series.add(new WaitingSeries(labels, List.copyOf(done)));
        for (Label label : labels) {
          texts.add(label.name());
          texts.add(label.value());
        }
      }
    }
  }

  /**
   * Ends the block.
   *
   * @return its folder, or null when no series had a sample, so that there is no block
   */
  public @Nullable Path finish() throws IOException {
    if (series.isEmpty()) {
      return null;
    }
    series.sort(Comparator.comparing(WaitingSeries::labels));
    try (ChunkSegmentWriter segments = new ChunkSegmentWriter(unfinished.resolve("chunks"));
        IndexWriter index = new IndexWriter(unfinished.resolve("index"), texts)) {
      ByteBuffer data = ByteBuffer.allocate(1 << 16);
      for (WaitingSeries one : series) {
        List<ChunkRef> references = new ArrayList<>();
        for (Waiting chunk : one.chunks()) {
          data = read(chunk, data);
          references.add(
              new ChunkRef(
                  chunk.minMs(),
                  chunk.maxMs(),
                  segments.write(chunk.encoding(), data.array(), 0, chunk.length())));
        }
        index.add(one.labels(), references);
      }
      index.finish();
    }
    Tombstones.writeEmpty(unfinished);
    new BlockMeta(ulid, minMs, maxMs, samples, series.size(), chunks).write(unfinished);
    waiting.close();
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    return folder;
  }

  private ByteBuffer read(Waiting chunk, ByteBuffer reused) throws IOException {
    ByteBuffer into =
        reused.capacity() < chunk.length() ? ByteBuffer.allocate(chunk.length() * 2) : reused;
    into.clear().limit(chunk.length());
    while (into.hasRemaining() && waiting.read(into, chunk.position() + into.position()) >= 0) {
      continue;
    }
    return into;
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    waiting.close();
    if (Files.exists(unfinished)) {
      try (Stream<Path> inside = Files.walk(unfinished)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
