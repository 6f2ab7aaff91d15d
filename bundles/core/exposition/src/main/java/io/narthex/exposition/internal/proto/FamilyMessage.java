// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;
import io.narthex.exposition.internal.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * The present {@code MetricFamily} message: what it says of the family, and its metrics one after
 * the other. What it says may stand behind the metrics, so the message is walked through once
 * before. Not safe for several threads.
 */
final class FamilyMessage {

  private static final int METRIC = 4;

  private final byte[] b;
  private int to;
  private int nameFrom;
  private int nameTo;
  private int helpFrom;
  private int helpTo;
  private int unitFrom;
  private int unitTo;
  private FamilyType type = FamilyType.COUNTER;
  private int nextMetric;
  private int outer;

  FamilyMessage(byte[] b) {
    this.b = b;
  }

  /** Reads a message from a range. */
  void read(WireCursor in, int rangeFrom, int rangeTo) throws ExpositionException {
    to = rangeTo;
    nextMetric = rangeFrom;
    nameFrom = 0;
    nameTo = 0;
    helpFrom = 0;
    helpTo = 0;
    unitFrom = 0;
    unitTo = 0;
    long number = 0;
    boolean metrics = false;
    in.range(rangeFrom, rangeTo);
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> {
          in.bytes();
          nameFrom = in.from();
          nameTo = in.to();
        }
        case 2 -> {
          in.bytes();
          helpFrom = in.from();
          helpTo = in.to();
        }
        case 3 -> number = in.integer();
        case METRIC -> {
          in.bytes();
          metrics = true;
        }
        case 5 -> {
          in.bytes();
          unitFrom = in.from();
          unitTo = in.to();
        }
        default -> in.skip();
      }
    }
    if (metrics) {
      check(in, number);
    }
  }

  private void check(WireCursor in, long number) throws ExpositionException {
    if (nameTo == nameFrom || !Utf8.isValid(b, nameFrom, nameTo)) {
      throw in.fault("invalid metric name: " + name());
    }
    if (!Utf8.isValid(b, helpFrom, helpTo)) {
      throw in.fault("invalid help for metric \"" + name() + "\": " + help());
    }
    FamilyType known = FamilyType.of(number);
    if (known == null) {
      throw in.fault("unknown metric type for metric \"" + name() + "\": " + number);
    }
    type = known;
  }

  /** Lets the cursor enter the next metric; returns false when there is none. */
  boolean nextMetric(WireCursor in) throws ExpositionException {
    in.range(nextMetric, to);
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == METRIC) {
        outer = in.enter();
        nextMetric = in.limit();
        return true;
      }
      in.skip();
    }
    return false;
  }

  void leaveMetric(WireCursor in) {
    in.leave(outer);
  }

  /** Returns the position behind the message, 0 before the first. */
  int to() {
    return to;
  }

  int nameFrom() {
    return nameFrom;
  }

  int nameTo() {
    return nameTo;
  }

  FamilyType type() {
    return type;
  }

  String name() {
    return new String(b, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
  }

  String help() {
    return new String(b, helpFrom, helpTo - helpFrom, StandardCharsets.UTF_8);
  }

  String unit() {
    return new String(b, unitFrom, unitTo - unitFrom, StandardCharsets.UTF_8);
  }

  int unitFrom() {
    return unitFrom;
  }

  int unitTo() {
    return unitTo;
  }
}
