// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import com.google.re2j.Pattern;
import io.narthex.spi.model.Matcher;
import java.util.ArrayList;
import java.util.List;

/** Reads the values of {@code match[]}. */
public final class MatcherSets {

  private MatcherSets() {}

  /**
   * Reads selectors.
   *
   * @throws IllegalArgumentException when one is wrong, or would match every series
   */
  public static List<List<Matcher>> read(List<String> selectors) {
    List<List<Matcher>> sets = new ArrayList<>(selectors.size());
    for (String selector : selectors) {
      List<Matcher> set = SelectorReader.read(selector);
      if (set.stream().allMatch(MatcherSets::matchesAbsence)) {
        throw new IllegalArgumentException("match[] must contain at least one non-empty matcher");
      }
      sets.add(set);
    }
    return sets;
  }

  private static boolean matchesAbsence(Matcher matcher) {
    return switch (matcher.type()) {
      case EQUAL -> matcher.value().isEmpty();
      case NOT_EQUAL -> !matcher.value().isEmpty();
      case REGEX -> Pattern.matches(matcher.value(), "");
      case NOT_REGEX -> !Pattern.matches(matcher.value(), "");
    };
  }
}
