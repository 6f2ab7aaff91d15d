// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.memory.ByteStore;

/** Walks over the labels of one series as pair numbers, in the order of names. */
final class LabelCursor {

  private final ByteStore bytes;
  private final int record;
  private final int size;
  private int at;
  private int seen;
  private int pair;

  LabelCursor(ByteStore bytes, int record) {
    this.bytes = bytes;
    this.record = record;
    this.size = varint();
  }

  int size() {
    return size;
  }

  /** Goes to the next label; false when there is none. */
  boolean next() {
    if (seen == size) {
      return false;
    }
    seen++;
    pair = varint();
    return true;
  }

  int pair() {
    return pair;
  }

  private int varint() {
    int v = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes.get(record, at++);
      v |= (b & 0x7f) << shift;
      if (b >= 0) {
        return v;
      }
    }
  }
}
