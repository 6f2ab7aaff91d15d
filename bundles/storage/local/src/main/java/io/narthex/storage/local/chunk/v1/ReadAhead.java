// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import io.narthex.storage.local.codec.v1.ByteSource;
import io.narthex.storage.local.codec.v1.IntSequence;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Brings parts of a mapped file onto the heap. Who reads one part behind the other gets several
 * with one copy. For one thread.
 */
final class ReadAhead {

  private static final int AHEAD = 2048;

  private final MemorySegment file;
  private byte[] bytes = new byte[256];
  // What of the file is in the bytes.
  private long begin;
  private long end;
  private long next;
  private ByteSource source = new ByteSource(bytes, 0);

  ReadAhead(MemorySegment file) {
    this.file = file;
  }

  /**
   * Returns a part of the file, with {@link IntSequence#SLACK} bytes behind it that mean nothing;
   * good until the next call.
   */
  ByteSource read(long at, int length) {
    if (at < begin || at + length > end) {
      fill(at, length);
    }
    next = at + length;
    source.position((int) (at - begin));
    return source;
  }

  private void fill(long at, int length) {
    int wanted = at == next ? Math.max(length, AHEAD) : length;
    int there = (int) Math.min(wanted, file.byteSize() - at);
    if (bytes.length < there + IntSequence.SLACK) {
      bytes = new byte[there + there / 2 + IntSequence.SLACK];
      source = new ByteSource(bytes, 0);
    }
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, bytes, 0, there);
    begin = at;
    end = at + there;
  }

  /** Returns the array that the source which was returned last reads. */
  byte[] bytes() {
    return bytes;
  }
}
