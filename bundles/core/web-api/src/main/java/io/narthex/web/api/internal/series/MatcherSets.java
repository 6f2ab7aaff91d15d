// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import com.google.re2j.Pattern;
import io.narthex.promql.QueryException;
import io.narthex.promql.QueryText;
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
  public static List<List<Matcher>> read(QueryText text, List<String> selectors) {
    List<List<Matcher>> sets = new ArrayList<>(selectors.size());
    for (String selector : selectors) {
      List<Matcher> set = selector(text, selector);
      if (set.stream().allMatch(matcher -> matches(matcher, ""))) {
        throw new IllegalArgumentException("match[] must contain at least one non-empty matcher");
      }
      sets.add(set);
    }
    return sets;
  }

  /**
   * Reads one selector, which may match everything.
   *
   * @throws IllegalArgumentException when it is wrong
   */
  public static List<Matcher> selector(QueryText text, String selector) {
    try {
      return text.selector(selector);
    } catch (QueryException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Returns whether a label's value, empty when it is absent, meets a matcher. */
  public static boolean matches(Matcher matcher, String value) {
    return switch (matcher.type()) {
      case EQUAL -> matcher.value().equals(value);
      case NOT_EQUAL -> !matcher.value().equals(value);
      case REGEX -> expression(matcher).matches(value);
      case NOT_REGEX -> !expression(matcher).matches(value);
    };
  }

  private static Pattern expression(Matcher matcher) {
    return Pattern.compile(matcher.value(), Pattern.DOTALL);
  }
}
