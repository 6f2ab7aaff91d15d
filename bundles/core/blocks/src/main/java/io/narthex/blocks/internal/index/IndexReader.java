// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.blocks.BlockException;
import io.narthex.spi.model.LabelsBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an index of version 1, 2 or 3, as {@code tsdb/docs/format/index.md} describes it, from the
 * first series to the last. In version 1 texts and series are named by their position in the file;
 * later texts by their number, and series by their position divided by 16.
 */
public final class IndexReader implements AutoCloseable {

  private static final long MAGIC = 0xBAAAD700L;
  private static final int TOC_BYTES = 6 * 8;

  private final MappedFile file;
  private final int version;
  private final Map<Long, String> symbols = new HashMap<>();
  private final long[] postings;
  private int next;

  /**
   * Opens the index of a block.
   *
   * @throws IOException when it cannot be read, is of an unknown version or damaged
   */
  public IndexReader(Path path) throws IOException {
    file = new MappedFile(path);
    try {
      if (file.size() < 5 + TOC_BYTES + 4 || file.uint32() != MAGIC) {
        throw new BlockException(path, "is no index of a block");
      }
      version = file.uint8();
      if (version < 1 || version > 3) {
        throw new BlockException(path, 4, "unknown index file version " + version);
      }
      long toc = file.size() - TOC_BYTES - 4;
      file.checkSum(toc, TOC_BYTES);
      long symbolTable = file.uint64();
      file.seek(toc + 5 * 8);
      long postingsTable = file.uint64();
      readSymbols(symbolTable);
      postings = allPostings(postingsTable);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void readSymbols(long position) throws BlockException {
    long end = file.section(position);
    long count = file.uint32();
    for (long i = 0; i < count && file.position() < end; i++) {
      long key = version == 1 ? file.position() : i;
      symbols.put(key, file.text());
    }
  }

  /** The postings of the empty label name the series one after the other. */
  private long[] allPostings(long table) throws BlockException {
    long end = file.section(table);
    long count = file.uint32();
    for (long i = 0; i < count && file.position() < end; i++) {
      if (file.uint8() != 2) {
        throw file.fault("an entry of the postings table has not two texts");
      }
      String name = file.text();
      String value = file.text();
      long position = file.uvarint();
      if (name.isEmpty() && value.isEmpty()) {
        return list(position);
      }
    }
    throw file.fault("the postings table has no entry for all series");
  }

  private long[] list(long position) throws BlockException {
    long end = file.section(position);
    long count = file.uint32();
    if (file.position() + count * 4 != end) {
      throw file.fault("a list of postings has not the length that it says");
    }
    long[] list = new long[(int) count];
    for (int i = 0; i < list.length; i++) {
      list[i] = file.uint32();
    }
    return list;
  }

  /** Returns how many series there are. */
  public int size() {
    return postings.length;
  }

  /** Returns whether there is another series. */
  public boolean hasNext() {
    return next < postings.length;
  }

  /** Reads the next series, in the order of their labels. */
  public IndexEntry next() throws BlockException {
    long reference = postings[next++];
    file.seek(version == 1 ? reference : reference * 16);
    int length = file.length(file.uvarint());
    file.checkSum(file.position(), length);
    LabelsBuilder labels = new LabelsBuilder();
    for (long i = file.uvarint(); i > 0; i--) {
      String name = symbol(file.uvarint());
      labels.set(name, symbol(file.uvarint()));
    }
    return new IndexEntry(reference, labels.build(), chunks(file.uvarint()));
  }

  private List<ChunkRef> chunks(long count) throws BlockException {
    List<ChunkRef> chunks = new ArrayList<>();
    long time = 0;
    long reference = 0;
    for (long i = 0; i < count; i++) {
      long min = time + (i == 0 ? file.varint() : file.uvarint());
      time = min + file.uvarint();
      reference += i == 0 ? file.uvarint() : file.varint();
      chunks.add(new ChunkRef(min, time, reference));
    }
    return List.copyOf(chunks);
  }

  private String symbol(long reference) throws BlockException {
    String symbol = symbols.get(reference);
    if (symbol == null) {
      throw file.fault("the symbol " + reference + " is not in the table");
    }
    return symbol;
  }

  @Override
  public void close() {
    file.close();
  }
}
