// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.label.v2.LabelLog;
import java.nio.charset.StandardCharsets;

/**
 * The tables of one generation and the log that they can be read from again. Pairs are numbered
 * anew in the next generation; series keep their numbers.
 *
 * @param generation counts the times that the log was written anew
 */
record Catalog(int generation, PairTable pairs, SeriesTable series, LabelIndex index) {

  /** Notes what is new in the log. For one thread at a time. */
  static final class Writer {

    private final PairTable pairs;
    private final SeriesTable series;
    private final LabelLog log;
    private int targets;
    private int[] scratch = new int[64];

    /** Writes to a log; its tables hold what it holds. */
    Writer(PairTable pairs, SeriesTable series, int targets, LabelLog log) {
      this.pairs = pairs;
      this.series = series;
      this.targets = targets;
      this.log = log;
    }

    LabelLog log() {
      return log;
    }

    private void begin() {
      if (log.isBeginning()) {
        log.begin(pairs.nameCount(), pairs.count(), series.addedCount(), targets);
      }
    }

    /** Returns the number of a pair, and gives it one when it is new. */
    int pair(String name, String value) {
      int known = pairs.find(name, value);
      if (known >= 0) {
        return known;
      }
      begin();
      int names = pairs.nameCount();
      int number = pairs.internName(name);
      if (number == names) {
        log.name(name.getBytes(StandardCharsets.UTF_8));
      }
      int pair = pairs.add(number, value);
      log.pair(number, pairs.valueUtf8(pair));
      return pair;
    }

    /** Returns the numbers of the pairs of labels, giving numbers; valid until the next call. */
    int[] pairs(Labels labels) {
      int n = labels.size();
      scratch = scratch.length < n ? new int[n] : scratch;
      for (int i = 0; i < n; i++) {
        scratch[i] = pair(labels.name(i), labels.value(i));
      }
      return scratch;
    }

    /** Adds a series and returns its number. */
    int add(int target, int[] of, int length) {
      begin();
      int number = series.add(of, length);
      log.series(number, target, of, length);
      return number;
    }

    /** Adds a series of a known number. */
    void put(int number, int target, int[] of, int length) {
      begin();
      series.put(number, of, length);
      log.series(number, target, of, length);
    }

    /** Adds the next target. */
    void target(Labels labels) {
      int[] of = pairs(labels);
      begin();
      log.target(of, labels.size());
      targets++;
    }

    void also(int number, int target) {
      begin();
      log.also(number, target);
    }

    void removed(int number) {
      begin();
      log.removed(number);
    }

    void free(int number) {
      begin();
      series.free().add(number);
      log.free(number);
    }
  }
}
