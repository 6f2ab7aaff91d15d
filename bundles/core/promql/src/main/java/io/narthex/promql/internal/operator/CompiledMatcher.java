// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import com.google.re2j.Pattern;
import io.narthex.config.relabel.RegexCost;
import io.narthex.spi.model.Matcher;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/** A condition on label values, ready to test many. */
public final class CompiledMatcher implements Predicate<String> {

  private final Predicate<String> test;

  /** The condition of a matcher whose expression compiles. */
  public CompiledMatcher(Matcher matcher) {
    this.test =
        switch (matcher.type()) {
          case EQUAL -> matcher.value()::equals;
          case NOT_EQUAL -> v -> !matcher.value().equals(v);
          case REGEX -> regex(matcher.value());
          case NOT_REGEX -> regex(matcher.value()).negate();
        };
  }

  private static Predicate<String> regex(String value) {
    if (RegexCost.isWords(value)) {
      return Set.copyOf(Arrays.asList(value.split("\\|", -1)))::contains;
    }
    Pattern pattern = Pattern.compile("^(?s:" + value + ")$");
    return v -> pattern.matcher(v).matches();
  }

  @Override
  public boolean test(String value) {
    return test.test(value);
  }
}
