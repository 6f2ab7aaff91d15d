// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCostTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{100}){100}){100}",
        "(?:a{0,1000}){1000}",
        "((((x{9}){9}){9}){9}){900,}",
        "(\\\\pL{1000}){1000}",
        "[\\\\pL]{1000}{1000}",
      })
  void repetitionsOfRepetitionsAreRefused(String regex) {
    assertThat(RegexCost.objection(regex)).isEqualTo("expression too large");
  }

  @Test
  void deepGroupsAreRefused() {
    String deep = "(".repeat(5000) + ")".repeat(5000);
    assertThat(RegexCost.objection(deep)).isEqualTo("expression nests too deeply");
  }

  /** Found by the fuzzer: these took minutes to compile, or the thread's stack. */
  @Test
  void whatTheLibraryTakesLongForIsRefused() {
    for (String regex :
        List.of(
            "(?i)[^-a-\\x{10FFFF}]".repeat(4000),
            "(?i:" + "[!-\uD800\uDC00]".repeat(3000) + ")",
            "1h30m-rate? ".repeat(4100),
            ".\\d||".repeat(8000),
            "x" + "(?:a?){9}".repeat(500),
            "\\Q" + "1h30mrate ".repeat(2300),
            "\\Q {2}".repeat(3000),
            "[\\pL]".repeat(3000),
            "x".repeat(RegexCost.MAX_LENGTH + 1))) {
      assertThat(RegexCost.objection(regex)).as(regex.substring(0, 20)).isNotNull();
    }
  }

  /** Found by the fuzzer: the library never came back from these. */
  @Test
  void lettersWhoseCaseHasNoEndAreRefused() {
    for (String regex :
        List.of(
            "(?i)[^[^-\\x{10FFFF}]",
            "(?i)[^]-\\x{10FFFF}]",
            "(?i)\\x{1c80}",
            "(?si:\u1c88)",
            "(?i)[\u1c85]",
            "(?i)[\u0400-\u1fff]")) {
      assertThat(RegexCost.objection(regex)).as(regex).startsWith("letters from U+1C80");
    }
    assertThat(RegexCost.objection("[\u1c80-\u1c88]")).isNull();
  }

  @Test
  void whatPeopleWriteIsTaken() {
    String alternatives = "node-0123456789abcdef|".repeat(4000);
    for (String regex :
        List.of(
            "",
            ".*",
            "(?i)[a-z0-9]+(?:-[a-z0-9]+)*",
            "[^]a-z[:alpha:]\\]]{2,30}",
            "\\d{1,3}(\\.\\d{1,3}){3}",
            "a{,5}b{x}",
            "(?i)[\\x00-\\xff\\x{4e00}-\\x{9fff}\\x{400}-\\x{4ff}]+",
            "\\pL+\\P{Greek}",
            "(a|b|(?:c|d){2,5})?",
            alternatives.substring(0, alternatives.length() - 1))) {
      Pattern.compile(regex);
      assertThat(RegexCost.objection(regex)).as(regex).isNull();
    }
  }

  /** What it lets through, the library compiles; how it reads faulty text does not matter. */
  @Test
  void textsThatEndInTheMiddleAreRead() {
    for (String regex :
        List.of("[", "[^", "[^]", "[a-", "\\", "[\\", "[\\x{", "(?", "a{", "a{1,", "[[:")) {
      assertThat(RegexCost.objection(regex)).as(regex).isNull();
    }
  }
}
