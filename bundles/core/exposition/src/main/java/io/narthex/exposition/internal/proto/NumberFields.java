// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal.proto;

import io.narthex.exposition.ExpositionException;

/**
 * Where the numbers of a repeated field lie: one range for each packed field, or for each single
 * number. Not safe for several threads.
 */
final class NumberFields {

  private final Ranges ranges = new Ranges();
  private int count;

  void clear() {
    ranges.clear();
    count = 0;
  }

  /** Notes the present field of a cursor; the numbers are doubles, or integers with a sign. */
  void note(WireCursor in, boolean doubles) throws ExpositionException {
    int from;
    int to;
    if (in.isPacked()) {
      in.bytes();
      from = in.from();
      to = in.to();
    } else {
      from = in.position();
      in.skip();
      to = in.position();
    }
    ranges.add(from, to);
    if (doubles && (to - from) % 8 != 0) {
      throw in.fault("packed doubles have " + (to - from) + " bytes, which is no multiple of 8");
    }
    if (doubles) {
      count += (to - from) / 8;
    } else {
      int behind = in.position();
      int limit = in.limit();
      in.range(from, to);
      while (!in.atEnd()) {
        in.varint();
        count++;
      }
      in.range(behind, limit);
    }
  }

  /** Returns how many numbers there are. */
  int count() {
    return count;
  }

  /** Returns the numbers as they are. */
  double[] doubles(WireCursor in) throws ExpositionException {
    double[] out = new double[count];
    int n = 0;
    for (int i = 0; i < ranges.size(); i++) {
      in.range(ranges.from(i), ranges.to(i));
      while (!in.atEnd()) {
        out[n++] = in.rawNumber();
      }
    }
    return out;
  }

  /** Returns the running sums of the numbers, which are differences. */
  double[] sums(WireCursor in) throws ExpositionException {
    double[] out = new double[count];
    int n = 0;
    long sum = 0;
    for (int i = 0; i < ranges.size(); i++) {
      in.range(ranges.from(i), ranges.to(i));
      while (!in.atEnd()) {
        sum += WireCursor.unzigzag(in.varint());
        out[n++] = sum;
      }
    }
    return out;
  }
}
