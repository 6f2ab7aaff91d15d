// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.model.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorReaderTest {

  @Test
  void readsNamesAndMatchers() {
    assertThat(SelectorReader.read(" node:cpu:rate5m { a = 'x' , b!=\"y\\n\",c=~`z.\\d`, } "))
        .containsExactly(
            new Matcher("a", Matcher.Type.EQUAL, "x"),
            new Matcher("b", Matcher.Type.NOT_EQUAL, "y\n"),
            new Matcher("c", Matcher.Type.REGEX, "z.\\d"),
            Matcher.equal("__name__", "node:cpu:rate5m"));
    assertThat(SelectorReader.read("{\"a.name\", \"b.label\"!~\"x\\u00e9\"}"))
        .containsExactly(
            Matcher.equal("__name__", "a.name"),
            new Matcher("b.label", Matcher.Type.NOT_REGEX, "x\u00e9"));
    assertThat(SelectorReader.read("up")).containsExactly(Matcher.equal("__name__", "up"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up{|1:4: parse error: expected a label name",
        "up{a=\"x\" b=\"y\"}|1:10: parse error: expected \",\" or \"}\"",
        "up{a=\"x|1:8: parse error: the quoted text has no end",
        "up}|1:3: parse error: unexpected \"}\"",
        "5|1:1: parse error: expected a metric name or \"{\"",
        "up{a=~\"(\"}|1:10: parse error: bad regular expression",
        "up{a=\"\\q\"}|1:9: parse error: unknown escape \\q",
        "up{\"x.y\"}|1:9: parse error: the metric name is given twice"
      })
  void pointsAtFaults(String selector, String message) {
    assertThatThrownBy(() -> SelectorReader.read(selector)).hasMessageStartingWith(message);
  }
}
