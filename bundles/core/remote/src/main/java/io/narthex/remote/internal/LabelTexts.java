// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.exposition.SeriesHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts of label messages that came lately, so that a new series, most of whose labels were
 * seen in its neighbours, costs no text of its own and whoever stores it sees the same objects
 * again. Of a fixed size: two messages of the same slot are kept, and a third takes the place of
 * the one that came less lately; with one place each, two labels of every series that happen to
 * share it would drive each other out for as long as the process runs. For one thread at a time.
 */
final class LabelTexts {

  private static final int SLOTS = 1 << 11;

  /** Longer messages are not kept. */
  private static final int MAX_BYTES = 512;

  /**
   * A label.
   *
   * @param message its bytes
   * @param name its name; empty when it has none
   * @param value its value
   * @param plain whether the name is ASCII, which compares alike as text and as bytes
   */
  record Text(byte[] message, String name, String value, boolean plain) {

    private boolean is(byte[] bytes, int from, int length) {
      return Arrays.equals(message, 0, message.length, bytes, from, from + length);
    }
  }

  /** Two for each slot, the one that came last in front. */
  private final @Nullable Text[] kept = new Text[2 * SLOTS];

  private final SeriesHash hash = new SeriesHash();

  /** Reads a message {@code Label}, which comes next. */
  Text read(WireReader wire) throws BadRequestException {
    int length = wire.length();
    int from = wire.position();
    byte[] bytes = wire.bytes();
    if (length > MAX_BYTES) {
      return parse(wire, length);
    }
    hash.of(bytes, from, from + length);
    int front = 2 * ((int) hash.first() & (SLOTS - 1));
    Text last = kept[front];
    if (last != null && last.is(bytes, from, length)) {
      wire.position(from + length);
      return last;
    }
    Text before = kept[front + 1];
    Text text = before != null && before.is(bytes, from, length) ? before : parse(wire, length);
    wire.position(from + length);
    kept[front + 1] = last;
    kept[front] = text;
    return text;
  }

  private static Text parse(WireReader wire, int length) throws BadRequestException {
    int from = wire.position();
    byte[] message = Arrays.copyOfRange(wire.bytes(), from, from + length);
    WireReader label = new WireReader();
    label.begin(message, 0, length);
    String name = "";
    String value = "";
    while (label.more()) {
      int tag = label.tag();
      switch (tag >>> 3) {
        case 1 -> name = label.text();
        case 2 -> value = label.text();
        default -> label.skip(tag);
      }
    }
    wire.position(from + length);
    boolean plain = true;
    for (int i = 0; i < name.length(); i++) {
      plain &= name.charAt(i) < 0x80;
    }
    return new Text(message, name, value, plain);
  }
}
