// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;
import java.util.Arrays;

/**
 * One {@code Metric} message, taken apart; the same object takes one after the other, so that none
 * is made for a metric. What is rarely wanted, labels, exemplars and the buckets of native
 * histograms, is only noted as ranges. Field numbers are those of {@code metrics.proto}. Not safe
 * for several threads.
 */
final class MetricMessage {

  final Ranges labels = new Ranges();
  final Ranges exemplars = new Ranges();
  final Ranges positiveSpans = new Ranges();
  final Ranges negativeSpans = new Ranges();

  /** The values of repeated numbers, packed or not: the fields' places are noted. */
  final NumberFields positiveDeltas = new NumberFields();

  final NumberFields negativeDeltas = new NumberFields();
  final NumberFields positiveCounts = new NumberFields();
  final NumberFields negativeCounts = new NumberFields();

  /** The value of a counter, a gauge or an untyped metric; the sum of the others. */
  double value;

  long count;
  double countFloat;
  long timestampMs;
  boolean hasStart;
  long startMs;
  int exemplarFrom;
  int exemplarTo;

  int schema;
  double zeroThreshold;
  long zeroCount;
  double zeroCountFloat;

  /** Upper bounds of buckets, or quantiles, with their values. */
  double[] bounds = new double[16];

  double[] values = new double[16];
  int[] boundExemplarFrom = new int[16];
  int[] boundExemplarTo = new int[16];
  int size;

  private void clear() {
    labels.clear();
    exemplars.clear();
    positiveSpans.clear();
    negativeSpans.clear();
    positiveDeltas.clear();
    negativeDeltas.clear();
    positiveCounts.clear();
    negativeCounts.clear();
    value = 0;
    count = 0;
    countFloat = 0;
    timestampMs = 0;
    hasStart = false;
    startMs = 0;
    exemplarFrom = 0;
    exemplarTo = 0;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    zeroCountFloat = 0;
    size = 0;
  }

  /** Reads the message that the cursor has entered, as one of a type. */
  void read(WireCursor in, FamilyType type) throws ExpositionException {
    clear();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        in.bytes();
        labels.add(in.from(), in.to());
      } else if (field == 6) {
        timestampMs = in.integer();
      } else if (field == type.field()) {
        int outer = in.enter();
        switch (type) {
          case COUNTER -> counter(in);
          case GAUGE, UNTYPED -> gauge(in);
          case SUMMARY -> summary(in);
          case HISTOGRAM, GAUGE_HISTOGRAM -> histogram(in);
        }
        in.leave(outer);
      } else {
        in.skip();
      }
    }
  }

  private void gauge(WireCursor in) throws ExpositionException {
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 1) {
        value = in.number();
      } else {
        in.skip();
      }
    }
  }

  private void counter(WireCursor in) throws ExpositionException {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> value = in.number();
        case 2 -> {
          in.bytes();
          exemplarFrom = in.from();
          exemplarTo = in.to();
        }
        case 3 -> start(in);
        default -> in.skip();
      }
    }
  }

  private void summary(WireCursor in) throws ExpositionException {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> count = in.integer();
        case 2 -> value = in.number();
        case 3 -> {
          int outer = in.enter();
          int i = bound();
          for (int inner = in.next(); inner != 0; inner = in.next()) {
            switch (inner) {
              case 1 -> bounds[i] = in.number();
              case 2 -> values[i] = in.number();
              default -> in.skip();
            }
          }
          in.leave(outer);
        }
        case 4 -> start(in);
        default -> in.skip();
      }
    }
  }

  private void histogram(WireCursor in) throws ExpositionException {
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> count = in.integer();
        case 2 -> value = in.number();
        case 3 -> bucket(in);
        case 4 -> countFloat = in.number();
        case 5 -> schema = (int) in.zigzag();
        case 6 -> zeroThreshold = in.number();
        case 7 -> zeroCount = in.integer();
        case 8 -> zeroCountFloat = in.number();
        case 9 -> range(in, negativeSpans);
        case 10 -> negativeDeltas.note(in, false);
        case 11 -> negativeCounts.note(in, true);
        case 12 -> range(in, positiveSpans);
        case 13 -> positiveDeltas.note(in, false);
        case 14 -> positiveCounts.note(in, true);
        case 15 -> start(in);
        case 16 -> range(in, exemplars);
        default -> in.skip();
      }
    }
  }

  private static void range(WireCursor in, Ranges into) throws ExpositionException {
    in.bytes();
    into.add(in.from(), in.to());
  }

  private void bucket(WireCursor in) throws ExpositionException {
    int outer = in.enter();
    int i = bound();
    double floatCount = 0;
    long integerCount = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> integerCount = in.integer();
        case 2 -> bounds[i] = in.number();
        case 3 -> {
          in.bytes();
          boundExemplarFrom[i] = in.from();
          boundExemplarTo[i] = in.to();
        }
        case 4 -> floatCount = in.number();
        default -> in.skip();
      }
    }
    values[i] = floatCount == 0 ? unsigned(integerCount) : floatCount;
    in.leave(outer);
  }

  private int bound() {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      boundExemplarFrom = Arrays.copyOf(boundExemplarFrom, 2 * size);
      boundExemplarTo = Arrays.copyOf(boundExemplarTo, 2 * size);
    }
    bounds[size] = 0;
    values[size] = 0;
    boundExemplarFrom[size] = 0;
    boundExemplarTo[size] = 0;
    return size++;
  }

  private void start(WireCursor in) throws ExpositionException {
    int outer = in.enter();
    startMs = time(in);
    hasStart = true;
    in.leave(outer);
  }

  /** Reads a {@code Timestamp} that the cursor has entered; returns milliseconds. */
  static long time(WireCursor in) throws ExpositionException {
    long seconds = 0;
    long nanos = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> seconds = in.integer();
        case 2 -> nanos = in.integer();
        default -> in.skip();
      }
    }
    return seconds * 1000 + (int) nanos / 1_000_000;
  }

  /** Returns how many observations a histogram or summary has. */
  double observations() {
    return countFloat == 0 ? unsigned(count) : countFloat;
  }

  static double unsigned(long value) {
    if (value >= 0) {
      return value;
    }
    // Halved with the lost bit kept, so that doubling rounds as the whole would.
    return (value >>> 1 | value & 1) * 2.0;
  }

  /** Returns whether a histogram has a native form; an empty one says so by a span of no length. */
  boolean isNative() {
    return positiveSpans.size() > 0
        || negativeSpans.size() > 0
        || zeroThreshold > 0
        || zeroCount != 0;
  }

  /** Returns whether a native histogram counts in floats. */
  boolean isFloat() {
    return countFloat > 0 || zeroCountFloat > 0;
  }
}
