// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.LimitExceededException;
import java.nio.charset.StandardCharsets;

/**
 * What new series must keep to.
 *
 * @param maxSeries how many series there are at most
 * @param maxValues how many values a label has at most, over all series; 0 for no limit
 */
public record SeriesLimits(long maxSeries, int maxValues) {

  /** Lucene's limit for a term, which is a name and a value, is 32,766 bytes. */
  private static final int MAX_LABEL_BYTES = 32_000;

  /** A character of Java's has three bytes at most. */
  private static final int SURELY_SHORT = MAX_LABEL_BYTES / 3;

  /**
   * Checks the labels of a series that is not there yet.
   *
   * @throws LimitExceededException when it breaks a limit; the message names the label
   */
  void check(Labels labels, PairTable pairs, SeriesTable series) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one label");
    }
    if (series.live() >= maxSeries) {
      throw new LimitExceededException(
          "no further series: the limit of "
              + maxSeries
              + " is reached (storage.engine.max_series in the configuration file); "
              + widest(labels, pairs));
    }
    for (int i = 0; i < labels.size(); i++) {
      check(labels, i, pairs);
    }
  }

  private void check(Labels labels, int i, PairTable pairs) {
    String name = labels.name(i);
    if (name.length() + labels.value(i).length() > SURELY_SHORT
        && bytes(name) + bytes(labels.value(i)) > MAX_LABEL_BYTES) {
      throw new LimitExceededException(
          "label \""
              + abbreviated(name)
              + "\" is too long: name and value may have "
              + MAX_LABEL_BYTES
              + " bytes together");
    }
    if (name.indexOf('\0') >= 0) {
      throw new LimitExceededException("a label name must not hold a NUL character");
    }
    if (maxValues > 0 && pairs.find(name, labels.value(i)) < 0) {
      int number = pairs.findName(name);
      if (number >= 0 && pairs.valuesOf(number) >= maxValues) {
        throw new LimitExceededException(
            "label \""
                + name
                + "\" has "
                + maxValues
                + " values, and may not get a further one, \""
                + abbreviated(labels.value(i))
                + "\", with the series of \""
                + abbreviated(labels.metricName())
                + "\" (storage.engine.max_values_per_label in the configuration file); drop the label by relabelling,"
                + " or raise the limit");
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String abbreviated(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /** Says which label of a refused series has most values, which is what usually grows. */
  private static String widest(Labels labels, PairTable pairs) {
    String name = "";
    int most = -1;
    for (int i = 0; i < labels.size(); i++) {
      int number = pairs.findName(labels.name(i));
      int count = number < 0 ? 0 : pairs.valuesOf(number);
      if (count > most || (count == most && name.equals(Label.METRIC_NAME))) {
        most = count;
        name = labels.name(i);
      }
    }
    return "label \"" + name + "\" has most values, " + most;
  }
}
