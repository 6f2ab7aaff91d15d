// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.internal.function.FunctionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions that upstream's parser tests refuse: the same position, the same words. */
class RefusedExpressionsTest {

  private static List<String[]> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RefusedExpressionsTest.class.getResourceAsStream("refused.tsv"), "refused.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  private static String refusal(String text) {
    try {
      Parser.parse(text, ParserOptions.ALL, FunctionRegistry.STANDARD::type);
      return "accepted";
    } catch (ParseException e) {
      return e.span().start() + ": " + e.reason();
    }
  }

  @Test
  void areRefusedWithUpstreamsWordsAndPosition() throws Exception {
    List<String[]> cases = cases();
    assertThat(cases).hasSizeGreaterThan(100);
    SoftAssertions soft = new SoftAssertions();
    for (String[] c : cases) {
      String text = c[0].translateEscapes();
      soft.assertThat(refusal(text)).as(text).isEqualTo(c[1] + ": " + c[2].translateEscapes());
    }
    soft.assertAll();
  }

  /** What a feature flag opens is refused without it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mad_over_time(a[5m])|1:1|function \"mad_over_time\" is not enabled",
        "1 + start()|1:5|function \"start\" is not enabled",
        "1 + limitk(1, a)|1:5|limitk() is experimental and must be enabled with"
            + " --enable-feature=promql-experimental-functions",
        "sum(limit_ratio(1, a))|1:5|limit_ratio() is experimental and must be enabled with"
            + " --enable-feature=promql-experimental-functions",
        "rate(a[5m] anchored)|1:6|anchored modifier is experimental and not enabled",
        "b + a smoothed|1:5|smoothed modifier is experimental and not enabled",
        "c + a + fill(1) b|1:1|binop fill modifiers are experimental and not enabled",
        "a[5m + 1m]|1:3|experimental duration expression is not enabled",
        "a offset step()|1:10|experimental duration expression is not enabled"
      })
  void needsItsFeatureFlag(String text, String position, String reason) {
    ParserOptions none = new ParserOptions(false, false, false, false);
    assertThatThrownBy(() -> Parser.parse(text, none, FunctionRegistry.STANDARD::type))
        .hasMessage(position + ": parse error: " + reason);
  }

  @Test
  void messagesNameLineAndColumn() {
    assertThatThrownBy(
            () ->
                Parser.parse(
                    "sum(\n  ü{x=\"ä\"}", ParserOptions.ALL, FunctionRegistry.STANDARD::type))
        .hasMessage("2:3: parse error: unexpected character: 'ü'");
    assertThatThrownBy(
            () ->
                Parser.parse(
                    "{x=\"ä\"} + # note\n )", ParserOptions.ALL, FunctionRegistry.STANDARD::type))
        .hasMessage("2:3: parse error: unexpected right parenthesis ')'");
  }

  @Test
  void deepNestingIsRefused() {
    for (String text :
        List.of("(".repeat(5000) + "1", "-".repeat(5000) + "1", "1" + "+1".repeat(5000))) {
      assertThat(refusal(text)).contains("nests deeper than");
    }
    assertThat(refusal("a[" + "(".repeat(5000) + "1m")).contains("nests deeper than");
  }
}
