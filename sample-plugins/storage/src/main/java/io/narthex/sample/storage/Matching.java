// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.storage;

import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Turns matchers into tests of labels. Regular expressions are Java's, which differ from RE2 in
 * rarely used corners.
 */
final class Matching {

  private Matching() {}

  /** All of the matchers match. */
  static Predicate<Labels> all(List<Matcher> matchers) {
    return matchers.stream().map(Matching::one).reduce(labels -> true, Predicate::and);
  }

  /** All matchers of one of the sets match; no set at all matches everything. */
  static Predicate<Labels> anySet(List<List<Matcher>> sets) {
    return sets.isEmpty()
        ? labels -> true
        : sets.stream().map(Matching::all).reduce(labels -> false, Predicate::or);
  }

  private static Predicate<Labels> one(Matcher matcher) {
    String name = matcher.name();
    return switch (matcher.type()) {
      case EQUAL -> labels -> labels.get(name).equals(matcher.value());
      case NOT_EQUAL -> labels -> !labels.get(name).equals(matcher.value());
      case REGEX -> regex(matcher);
      case NOT_REGEX -> regex(matcher).negate();
    };
  }

  private static Predicate<Labels> regex(Matcher matcher) {
    Pattern pattern = Pattern.compile(matcher.value(), Pattern.DOTALL);
    return labels -> pattern.matcher(labels.get(matcher.name())).matches();
  }
}
