// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The timestamps of an answer, rendered once and copied for each series. Immutable.
 *
 * <p>A timestamp is shown in seconds, with three decimals unless it is whole: {@code 1435781451},
 * {@code 1435781451.780}.
 */
public final class TimestampTexts {

  /** The most bytes that {@link #write} touches. */
  static final int MAX_LENGTH = 32;

  /** The most bytes that {@link #copyPair} touches. */
  static final int PAIR_LENGTH = 40;

  /** Each text has so many bytes, of which the last may not be used. */
  private static final int SLOT = 32;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Slot i holds the text within {@code ,[...,"}: what comes before the value of a sample. */
  private final byte[] slots;

  /** How many bytes of each slot are used. */
  private final byte[] lengths;

  private TimestampTexts(byte[] slots, byte[] lengths) {
    this.slots = slots;
    this.lengths = lengths;
  }

  /** Renders the steps of a range query, in milliseconds since the epoch. */
  public static TimestampTexts ofSteps(long startMs, long stepMs, int steps) {
    Builder builder = new Builder(steps);
    for (int i = 0; i < steps; i++) {
      builder.add(startMs + i * stepMs);
    }
    return builder.build();
  }

  /** Renders timestamps in milliseconds since the epoch. */
  public static TimestampTexts of(long... timestampsMs) {
    Builder builder = new Builder(timestampsMs.length);
    for (long timestamp : timestampsMs) {
      builder.add(timestamp);
    }
    return builder.build();
  }

  /** Copies text {@code i} and returns the index behind it. */
  int copy(int i, byte[] into, int at) {
    int length = lengths[i] - 4;
    System.arraycopy(slots, i * SLOT + 2, into, at, length);
    return at + length;
  }

  /**
   * Copies the beginning of a pair, {@code [time,"}, and returns the index behind it. Up to 7 bytes
   * behind that are overwritten.
   *
   * @param comma whether a comma comes first
   */
  int copyPair(int i, boolean comma, byte[] into, int at) {
    int from = i * SLOT + (comma ? 0 : 1);
    int length = lengths[i] - (comma ? 0 : 1);
    // Whole words, without a call: most texts are three of them.
    for (int k = 0; k < length; k += Long.BYTES) {
      WORDS.set(into, at + k, (long) WORDS.get(slots, from + k));
    }
    return at + length;
  }

  /** Returns how many timestamps there are. */
  public int size() {
    return lengths.length;
  }

  /** Writes one timestamp and returns the index behind it; see {@link #MAX_LENGTH}. */
  static int write(long timestampMs, byte[] into, int at) {
    int to = at;
    long seconds = timestampMs / 1000;
    int millis = (int) (timestampMs % 1000);
    if (timestampMs < 0) {
      into[to++] = '-';
      seconds = -seconds;
      millis = -millis;
    }
    to = DecimalText.writeLong(seconds, into, to);
    if (millis != 0) {
      into[to++] = '.';
      into[to++] = (byte) ('0' + millis / 100);
      into[to++] = (byte) ('0' + millis / 10 % 10);
      into[to++] = (byte) ('0' + millis % 10);
    }
    return to;
  }

  private static final class Builder {

    private final byte[] slots;
    private final byte[] lengths;
    private int count;

    Builder(int timestamps) {
      slots = new byte[SLOT * timestamps + PAIR_LENGTH];
      lengths = new byte[timestamps];
    }

    void add(long timestampMs) {
      int at = SLOT * count;
      slots[at] = ',';
      slots[at + 1] = '[';
      int to = write(timestampMs, slots, at + 2);
      slots[to] = ',';
      slots[to + 1] = '"';
      lengths[count++] = (byte) (to + 2 - at);
    }

    TimestampTexts build() {
      return new TimestampTexts(slots, lengths);
    }
  }
}
