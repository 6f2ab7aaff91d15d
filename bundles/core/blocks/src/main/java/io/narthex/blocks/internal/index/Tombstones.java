// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks.internal.index;

import io.narthex.blocks.BlockException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The file {@code tombstones} of a block: a magic number, the version 1, then a series, the first
 * and the last deleted millisecond of each deletion, and a checksum of what follows the version.
 */
public final class Tombstones {

  /** The file's name. */
  public static final String FILE = "tombstones";

  private static final long MAGIC = 0x0130BA30L;

  private record Interval(long fromMs, long toMs) {}

  private final Map<Long, List<Interval>> intervals = new HashMap<>();

  /** Reads a block's file; a block without one has no deletions. */
  public static Tombstones read(Path block) throws IOException {
    Tombstones tombstones = new Tombstones();
    Path path = block.resolve(FILE);
    if (!Files.exists(path)) {
      return tombstones;
    }
    try (MappedFile file = new MappedFile(path)) {
      if (file.size() < 9 || file.uint32() != MAGIC || file.uint8() != 1) {
        throw new BlockException(path, "is no file of tombstones of version 1");
      }
      long end = file.size() - 4;
      file.checkSum(5, end - 5);
      while (file.position() < end) {
        long series = file.uvarint();
        Interval interval = new Interval(file.varint(), file.varint());
        tombstones.intervals.computeIfAbsent(series, key -> new ArrayList<>()).add(interval);
      }
    }
    return tombstones;
  }

  /** Returns whether a sample of a series was deleted. */
  public boolean covers(long series, long timestampMs) {
    List<Interval> deleted = intervals.get(series);
    if (deleted == null) {
      return false;
    }
    for (Interval interval : deleted) {
      if (interval.fromMs() <= timestampMs && timestampMs <= interval.toMs()) {
        return true;
      }
    }
    return false;
  }

  /** Writes a file without deletions, as upstream does for a new block. */
  public static void writeEmpty(Path block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt((int) MAGIC);
    out.writeByte(1);
    out.writeInt((int) new CRC32C().getValue());
    Files.write(block.resolve(FILE), bytes.toByteArray());
  }
}
