// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.exposition.SeriesHash;
import java.util.Arrays;

/**
 * The series of one request: where in the message their labels and their samples lie, and their
 * numbers in the {@link SeriesTable}. A request goes through small loops over these arrays one
 * after the other; one large loop that also names new series is compiled again and again as
 * requests change their kind. For one thread at a time.
 */
final class RequestSeries {

  private int size;
  private int[] from = new int[2048];
  private int[] samples = new int[2048];
  private int[] to = new int[2048];
  private int[] numbers = new int[2048];
  private final SeriesHash hash = new SeriesHash();
  private int guess;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Takes a message {@code TimeSeries}, which comes next, and moves behind it. */
  void add(WireReader wire) throws BadRequestException {
    if (size == from.length) {
      from = Arrays.copyOf(from, size * 2);
      samples = Arrays.copyOf(samples, size * 2);
      to = Arrays.copyOf(to, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    int outer = wire.enter();
    from[size] = wire.position();
    wire.skipRun(1 << 3 | WireReader.BYTES);
    samples[size] = wire.position();
    to[size++] = wire.leave(outer);
  }

  /** Returns where the labels of a series begin. */
  int from(int i) {
    return from[i];
  }

  /** Returns where the labels of a series end, and its samples begin. */
  int samples(int i) {
    return samples[i];
  }

  /** Returns where a series ends. */
  int to(int i) {
    return to[i];
  }

  /** Returns the number of a series in the table. */
  int number(int i) {
    return numbers[i];
  }

  /** Sets the number of a series that the table did not know. */
  void number(int i, int number) {
    numbers[i] = number;
  }

  /** Returns the hash of the labels of a series; it is valid until the next one. */
  SeriesHash hash(byte[] message, int i) {
    hash.of(message, from[i], samples[i]);
    return hash;
  }

  /**
   * Looks up all series.
   *
   * @return whether all are known; the numbers of others are {@link SeriesTable#MISSING}
   */
  boolean find(SeriesTable table, byte[] message, int time) {
    boolean all = true;
    for (int i = 0; i < size; i++) {
      hash.of(message, from[i], samples[i]);
      int number = table.find(hash, time, guess);
      numbers[i] = number;
      if (number >= 0) {
        guess = table.after(number);
      } else {
        all = false;
      }
    }
    return all;
  }
}
