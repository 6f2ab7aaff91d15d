// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk.v1;

import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.StoredBlock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** A block in a chunk file. Its file may be deleted while it is read. */
public final class ChunkBlock implements StoredBlock {

  private final ChunkFile file;
  private final long position;
  private final long minTime;
  private final long maxTime;
  private volatile byte state;

  private static final byte UNCHECKED = 0;
  private static final byte WHOLE = 1;
  private static final byte DAMAGED = 2;

  ChunkBlock(ChunkFile file, long position) {
    this.file = file;
    this.position = position;
    MemorySegment head = file.bytes(position, position + ChunkFile.RECORD_HEAD);
    this.minTime = head.get(ValueLayout.JAVA_LONG_UNALIGNED, position + 32);
    this.maxTime = head.get(ValueLayout.JAVA_LONG_UNALIGNED, position + 40);
    this.state = UNCHECKED;
  }

  boolean isAt(long place) {
    return position == place;
  }

  private MemorySegment head() {
    return file.bytes(position, position + ChunkFile.RECORD_HEAD);
  }

  /** Returns the type of its record. */
  int type() {
    return head().get(ValueLayout.JAVA_INT_UNALIGNED, position + 16);
  }

  /** Returns the number of the target. */
  public int target() {
    return head().get(ValueLayout.JAVA_INT_UNALIGNED, position + 20);
  }

  /** Returns the number of the first piece of the target that is in the block. */
  public long firstPiece() {
    return head().get(ValueLayout.JAVA_LONG_UNALIGNED, position + 48);
  }

  /** Returns the number of the first piece behind the block. */
  public long endPiece() {
    return head().get(ValueLayout.JAVA_LONG_UNALIGNED, position + 56);
  }

  /** Returns how many rows it has. */
  public int rows() {
    return head().get(ValueLayout.JAVA_INT_UNALIGNED, position + 28);
  }

  private long layout() {
    return head().get(ValueLayout.JAVA_LONG_UNALIGNED, position + 64);
  }

  @Override
  public int columns() {
    return head().get(ValueLayout.JAVA_INT_UNALIGNED, position + 24);
  }

  /**
   * Returns the series of its columns, ascending.
   *
   * @throws IllegalStateException when the list of them is damaged
   */
  @Override
  public int[] series() {
    long layout = layout();
    if (state != WHOLE && !file.isLayout(layout, target(), columns())) {
      String what = "the list of the series of the block at byte " + position + " is damaged";
      file.damaged(what);
      throw new IllegalStateException(file.path() + ": " + what);
    }
    return file.bytes(layout, position)
        .asSlice(layout + ChunkFile.RECORD_HEAD, 4L * columns())
        .toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  /** Returns the bytes of its record. */
  byte[] bytes() {
    long length = head().get(ValueLayout.JAVA_INT_UNALIGNED, position + 4) & 0xffffffffL;
    return file.bytes(0, position + length)
        .asSlice(position, length)
        .toArray(ValueLayout.JAVA_BYTE);
  }

  /** Returns its file. */
  public ChunkFile file() {
    return file;
  }

  @Override
  public long minTime() {
    return minTime;
  }

  @Override
  public long maxTime() {
    return maxTime;
  }

  @Override
  public boolean hold() {
    return true;
  }

  @Override
  public void release() {
    // The mapping goes when nobody refers to it any more.
  }

  /** Returns whether the block can be read; a damaged one is named in the log once. */
  public boolean isReadable() {
    if (state == UNCHECKED) {
      if (file.isWhole(position) && file.isLayout(layout(), target(), columns())) {
        state = WHOLE;
      } else {
        state = DAMAGED;
        file.damaged(
            "the block at byte "
                + position
                + ", or the list of its series, is damaged and is left out");
      }
    }
    return state == WHOLE;
  }

  @Override
  public @Nullable String damage() {
    return isReadable()
        ? null
        : file.path()
            + ": a block of samples is damaged and left out; restore the file from a copy";
  }

  @Override
  public @Nullable ColumnSource source(long from, long to) {
    if (!isReadable()) {
      return null;
    }
    long length = head().get(ValueLayout.JAVA_INT_UNALIGNED, position + 4) & 0xffffffffL;
    ChunkSource source = new ChunkSource(file.bytes(0, position + length), position, from, to);
    return source.rowCount() == 0 ? null : source;
  }
}
