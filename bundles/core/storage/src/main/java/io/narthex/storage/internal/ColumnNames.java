// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.internal;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The labels of a writer's columns while there is no engine that knows them: as bytes in one array,
 * since there may be a million. For one thread at a time.
 */
final class ColumnNames {

  private static final int NONE = -1;

  private byte[] bytes = new byte[1024];
  private int used;
  // By column: where its bytes begin, or NONE; their hash.
  private int[] starts = new int[0];
  private int[] hashes = new int[0];
  // Open addressing.
  private int[] slots = new int[16];
  private int taken;
  private int bound;

  ColumnNames() {
    Arrays.fill(slots, NONE);
  }

  /** Returns the number above all columns. */
  int bound() {
    return bound;
  }

  /** Returns how much memory this takes, about. */
  long size() {
    return bytes.length + 8L * starts.length + 4L * slots.length;
  }

  /** Returns the column with these labels, or -1. */
  int find(Labels labels) {
    int mask = slots.length - 1;
    int hash = hash(labels);
    for (int i = hash & mask; slots[i] != NONE; i = (i + 1) & mask) {
      int column = slots[i];
      if (hashes[column] == hash && labels(column).equals(labels)) {
        return column;
      }
    }
    return NONE;
  }

  /** Gives labels to a column that has none yet. */
  void put(int column, Labels labels) {
    if (column >= starts.length) {
      int old = starts.length;
      int size = Math.max(column + 1, old + (old >> 1) + 16);
      starts = Arrays.copyOf(starts, size);
      Arrays.fill(starts, old, size, NONE);
      hashes = Arrays.copyOf(hashes, size);
    }
    starts[column] = used;
    hashes[column] = hash(labels);
    write(labels.size());
    for (Label label : labels) {
      write(label.name());
      write(label.value());
    }
    bound = Math.max(bound, column + 1);
    taken++;
    if (2 * taken > slots.length) {
      slots = new int[2 * slots.length];
      Arrays.fill(slots, NONE);
      for (int c = 0; c < bound; c++) {
        if (starts[c] != NONE) {
          insert(c);
        }
      }
    } else {
      insert(column);
    }
  }

  private void insert(int column) {
    int mask = slots.length - 1;
    int i = hashes[column] & mask;
    while (slots[i] != NONE) {
      i = (i + 1) & mask;
    }
    slots[i] = column;
  }

  /** Returns whether a column has labels. */
  boolean has(int column) {
    return column < bound && starts[column] != NONE;
  }

  /** Returns the labels of a column. */
  Labels labels(int column) {
    ByteBuffer in = ByteBuffer.wrap(bytes, starts[column], used - starts[column]);
    String[] pairs = new String[2 * in.getInt()];
    for (int i = 0; i < pairs.length; i++) {
      int length = in.getInt();
      pairs[i] = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
      in.position(in.position() + length);
    }
    return Labels.ofSorted(pairs);
  }

  private void write(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    write(encoded.length);
    room(encoded.length);
    System.arraycopy(encoded, 0, bytes, used, encoded.length);
    used += encoded.length;
  }

  private void write(int number) {
    room(4);
    ByteBuffer.wrap(bytes).putInt(used, number);
    used += 4;
  }

  private void room(int more) {
    if (bytes.length - used < more) {
      bytes = Arrays.copyOf(bytes, Math.max(used + more, used + (used >> 1)));
    }
  }

  private static int hash(Labels labels) {
    int hash = labels.hashCode() * 0x9e3779b9;
    return hash ^ hash >>> 16;
  }
}
