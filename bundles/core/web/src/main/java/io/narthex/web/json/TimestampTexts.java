// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.json;

import java.util.Arrays;

/**
 * The timestamps of an answer, rendered once and copied for each series. Immutable.
 *
 * <p>A timestamp is shown in seconds, with three decimals unless it is whole: {@code 1435781451},
 * {@code 1435781451.780}.
 */
public final class TimestampTexts {

  private static final int MAX_LENGTH = 24;

  private final byte[] bytes;

  /** Text i lies from {@code ends[i]} to {@code ends[i + 1]}. */
  private final int[] ends;

  private TimestampTexts(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
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
    int length = ends[i + 1] - ends[i];
    System.arraycopy(bytes, ends[i], into, at, length);
    return at + length;
  }

  /** Returns how many timestamps there are. */
  public int size() {
    return ends.length - 1;
  }

  /** Writes one timestamp, at most 24 bytes, and returns the index behind it. */
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

    private byte[] bytes;
    private final int[] ends;
    private int count;

    Builder(int expected) {
      bytes = new byte[16 * expected + MAX_LENGTH];
      ends = new int[expected + 1];
    }

    void add(long timestampMs) {
      int at = ends[count];
      if (bytes.length - at < MAX_LENGTH) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      ends[++count] = write(timestampMs, bytes, at);
    }

    TimestampTexts build() {
      return new TimestampTexts(bytes, ends);
    }
  }
}
