// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.spi.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks at the parts of an OpenMetrics series without making texts of them: its name, and a key by
 * which a {@code _created} line is known to belong to a sample. The range has been checked by the
 * reader. Not safe for several threads.
 */
final class SeriesParts {

  /** How a line's name ends that says when a series began to count. */
  static final byte[] CREATED = {'_', 'c', 'r', 'e', 'a', 't', 'e', 'd'};

  private final byte[] b;
  private int start;
  private int end;

  SeriesParts(byte[] b) {
    this.b = b;
  }

  /** Goes to a series, from its name or brace to the byte behind. */
  void range(int from, int to) {
    start = from;
    end = to;
  }

  /** Returns where a name without quotes ends. */
  private int plainEnd(int from) {
    int i = from;
    while (i < end && b[i] != '{') {
      i++;
    }
    return i;
  }

  /** Returns where the present sample's name starts, inside its quotes when it has some. */
  int nameFrom() {
    int i = start;
    if (b[i] != '{') {
      return i;
    }
    // A name among the labels is the quoted text that no equals sign follows.
    i++;
    while (true) {
      if (b[i] != '"') {
        i = afterComma(valueEnd(i));
        continue;
      }
      int behind = afterQuote(i);
      if (b[behind] != '=') {
        return i + 1;
      }
      i = afterComma(valueEnd(behind));
    }
  }

  private int valueEnd(int i) {
    while (b[i] != '"') {
      i++;
    }
    return afterQuote(i);
  }

  private int afterComma(int i) {
    return b[i] == ',' ? i + 1 : i;
  }

  private int afterQuote(int open) {
    int i = open + 1;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  int nameTo() {
    return b[start] == '{' ? afterQuote(nameFrom() - 1) - 1 : plainEnd(start);
  }

  boolean isCreated() {
    int from = nameFrom();
    int to = nameTo();
    return to - from >= CREATED.length
        && Arrays.equals(b, to - CREATED.length, to, CREATED, 0, CREATED.length);
  }

  /** Hashes the family and the labels except {@code le} and {@code quantile}. */
  long key(int nameFrom, int nameTo, MetricType type) {
    long hash = hash(0xcbf29ce484222325L, nameFrom, nameTo);
    int i = start;
    if (b[i] != '{') {
      i = plainEnd(i);
    }
    i++;
    while (i < end && b[i] != '}') {
      int from = i;
      if (b[i] == '"') {
        i = afterQuote(i);
        if (b[i] != '=') {
          i = afterComma(i);
          continue;
        }
      } else {
        while (b[i] != '=') {
          i++;
        }
      }
      int to = i;
      i = valueEnd(i);
      if (!isBound(from, to, type)) {
        hash = hash(hash, from, i);
      }
      i = afterComma(i);
    }
    return hash;
  }

  private boolean isBound(int from, int to, MetricType type) {
    return switch (type) {
      case HISTOGRAM -> to - from == 2 && b[from] == 'l' && b[from + 1] == 'e';
      case SUMMARY -> new String(b, from, to - from, StandardCharsets.UTF_8).equals("quantile");
      case COUNTER, GAUGE, GAUGEHISTOGRAM, INFO, STATESET, UNKNOWN -> false;
    };
  }

  private long hash(long seed, int from, int to) {
    long hash = seed;
    for (int i = from; i < to; i++) {
      hash = (hash ^ b[i]) * 0x100000001b3L;
    }
    return hash * 0x9e3779b97f4a7c15L;
  }
}
