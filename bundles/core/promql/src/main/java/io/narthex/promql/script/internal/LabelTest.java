// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import com.google.re2j.Pattern;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.Matcher;
import java.util.List;
import java.util.function.Predicate;

/** Tests labels against a conjunction of matchers. */
final class LabelTest implements Predicate<Labels> {

  private final Predicate<Labels> test;

  LabelTest(List<Matcher> matchers) {
    test =
        matchers.stream()
            .map(LabelTest::single)
            .reduce(labels -> true, (all, next) -> labels -> all.test(labels) && next.test(labels));
  }

  private static Predicate<Labels> single(Matcher matcher) {
    String name = matcher.name();
    String value = matcher.value();
    return switch (matcher.type()) {
      case EQUAL -> labels -> labels.get(name).equals(value);
      case NOT_EQUAL -> labels -> !labels.get(name).equals(value);
      case REGEX -> {
        Pattern pattern = Pattern.compile(value, Pattern.DOTALL);
        yield labels -> pattern.matches(labels.get(name));
      }
      case NOT_REGEX -> {
        Pattern pattern = Pattern.compile(value, Pattern.DOTALL);
        yield labels -> !pattern.matches(labels.get(name));
      }
    };
  }

  @Override
  public boolean test(Labels labels) {
    return test.test(labels);
  }
}
