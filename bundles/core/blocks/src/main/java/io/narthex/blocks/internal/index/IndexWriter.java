// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes an index of version 2, see {@link IndexReader}: symbols, series, the label indices that
 * nobody reads any more but every reader expects, postings, and the tables of both.
 */
public final class IndexWriter implements AutoCloseable {

  /** Series lie at multiples of this. */
  private static final int ALIGNMENT = 16;

  /** A label of series that are written. */
  private record Pair(String name, String value) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int order = TextOrder.BY_BYTES.compare(name, other.name);
      return order != 0 ? order : TextOrder.BY_BYTES.compare(value, other.value);
    }
  }

  /** References in ascending order. */
  private static final class Postings {
    private int[] references = new int[4];
    private int size;

    void add(int reference) {
      if (size == references.length) {
        references = Arrays.copyOf(references, size * 2);
      }
      references[size++] = reference;
    }
  }

  private final SectionWriter out;
  private final Map<String, Integer> symbols = new HashMap<>();
  private final long symbolTable;
  private final Map<Pair, Postings> postings = new HashMap<>();
  private final Postings all = new Postings();
  private long firstSeries;

  /**
   * Begins an index.
   *
   * @param texts all label names and values that series will have
   */
  public IndexWriter(Path path, TreeSet<String> texts) throws IOException {
    out = new SectionWriter(path);
    out.uint32(0xBAAAD700L);
    out.put(2);
    out.end();
    symbolTable = out.position();
    out.uint32(texts.size());
    for (String text : texts) {
      symbols.put(text, symbols.size());
      out.text(text);
    }
    out.endSection();
  }

  /** Adds a series; labels come in their order, references of chunks ascend. */
  public void add(Labels labels, List<ChunkRef> chunks) throws IOException {
    out.align(ALIGNMENT);
    if (all.size == 0) {
      firstSeries = out.position();
    }
    int reference = Math.toIntExact(out.position() / ALIGNMENT);
    all.add(reference);
    out.uvarint(labels.size());
    for (Label label : labels) {
      out.uvarint(symbol(label.name()));
      out.uvarint(symbol(label.value()));
      postings
          .computeIfAbsent(new Pair(label.name(), label.value()), pair -> new Postings())
          .add(reference);
    }
    out.uvarint(chunks.size());
    long time = 0;
    long before = 0;
    for (int i = 0; i < chunks.size(); i++) {
      ChunkRef chunk = chunks.get(i);
      if (i == 0) {
        out.varint(chunk.minMs());
        out.uvarint(chunk.maxMs() - chunk.minMs());
        out.uvarint(chunk.reference());
      } else {
        out.uvarint(chunk.minMs() - time);
        out.uvarint(chunk.maxMs() - chunk.minMs());
        out.varint(chunk.reference() - before);
      }
      time = chunk.maxMs();
      before = chunk.reference();
    }
    out.endRecord();
  }

  private int symbol(String text) {
    Integer number = symbols.get(text);
    if (number == null) {
      throw new IllegalStateException("the text was not announced: " + text);
    }
    return number;
  }

  /** Writes the rest. */
  public void finish() throws IOException {
    List<Pair> pairs = new ArrayList<>(postings.keySet());
    pairs.sort(null);
    long labelIndices = out.position();
    Map<String, Long> indexPositions = writeLabelIndices(pairs);
    final long firstPostings = out.position();
    List<Long> positions = new ArrayList<>();
    positions.add(writePostings(all));
    for (Pair pair : pairs) {
      Postings list = postings.get(pair);
      positions.add(writePostings(list == null ? new Postings() : list));
    }
    final long indexTable = out.position();
    out.uint32(indexPositions.size());
    indexPositions.forEach(
        (name, position) -> {
          out.put(1);
          out.text(name);
          out.uvarint(position);
        });
    out.endSection();
    final long postingsTable = out.position();
    pairs.addFirst(new Pair("", ""));
    out.uint32(pairs.size());
    for (int i = 0; i < pairs.size(); i++) {
      out.put(2);
      out.text(pairs.get(i).name());
      out.text(pairs.get(i).value());
      out.uvarint(positions.get(i));
    }
    out.endSection();
    for (long position :
        new long[] {
          symbolTable, firstSeries, labelIndices, indexTable, firstPostings, postingsTable
        }) {
      out.uint64(position);
    }
    out.endWithSum(0);
  }

  private Map<String, Long> writeLabelIndices(List<Pair> pairs) throws IOException {
    Map<String, Long> positions = new TreeMap<>(TextOrder.BY_BYTES);
    int from = 0;
    while (from < pairs.size()) {
      String name = pairs.get(from).name();
      int to = from;
      while (to < pairs.size() && pairs.get(to).name().equals(name)) {
        to++;
      }
      out.align(4);
      positions.put(name, out.position());
      out.uint32(1);
      out.uint32(to - from);
      for (Pair pair : pairs.subList(from, to)) {
        out.uint32(symbol(pair.value()));
      }
      out.endSection();
      from = to;
    }
    return positions;
  }

  private long writePostings(Postings list) throws IOException {
    out.align(4);
    final long position = out.position();
    out.uint32(list.size);
    for (int i = 0; i < list.size; i++) {
      out.uint32(list.references[i]);
    }
    out.endSection();
    return position;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
