// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The series that one scrape refused because there are as many as allowed already, and what they
 * have in common: the label with the most different values among them is the one that grew. Not
 * safe for several threads.
 */
final class RefusedSeries {

  /** So many are looked at; more would tell nothing new. */
  private static final int LOOKED_AT = 1000;

  private final Map<String, Set<String>> values = new HashMap<>();
  private int count;

  /** Returns whether the labels of the next refused series are wanted. */
  boolean wantsLabels() {
    return count < LOOKED_AT;
  }

  void add(Labels series) {
    count++;
    for (Label label : series) {
      values.computeIfAbsent(label.name(), name -> new HashSet<>()).add(label.value());
    }
  }

  void addUnseen() {
    count++;
  }

  int count() {
    return count;
  }

  void clear() {
    if (count > 0) {
      count = 0;
      values.clear();
    }
  }

  /** Says what happened, in a sentence for operators. */
  String describe(long limit) {
    String grown = "";
    int most = 1;
    for (Map.Entry<String, Set<String>> label : values.entrySet()) {
      int size = label.getValue().size();
      if (size > most || (size == most && label.getKey().compareTo(grown) < 0)) {
        most = size;
        grown = label.getKey();
      }
    }
    String what =
        grown.isEmpty()
            ? ""
            : grown.equals(Label.METRIC_NAME)
                ? "; " + most + " metric names are new"
                : "; the label \"" + grown + "\" grew most, by " + most + " values";
    return "sample_limit %d reached: %d new series were refused%s".formatted(limit, count, what);
  }
}
