// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptRunnerTest {

  private static final String LOAD =
      """
      load 1m
        up{i="a"} 1+1x5
        up{i="b"} 10 _ 12 stale
        down{i="a"} 1x9
        down{i="b"} 2x9
        warned 7x9
        informed 8x9

      """;

  private final FakeTarget target = new FakeTarget();

  private ScriptReport run(String script) {
    return new ScriptRunner(target).run("some.test", script);
  }

  private CaseResult failure(String eval) {
    ScriptReport report = run(LOAD + eval);
    assertThat(report.cases()).hasSize(1);
    return report.cases().getFirst();
  }

  @Test
  void passesWhatIsAsExpected() {
    ScriptReport report =
        run(
            LOAD
                + """
                # A comment.
                eval instant at 1m up
                  up{i="a"} 2
                  up{i="b"} 10.0000001

                eval instant at 4m up
                  up{i="a"} 5

                eval range from 0 to 3m step 1m up
                  expect no_warn
                  up{i="a"} 1 2 3 4
                  up{i="b"} 10 10 12

                eval instant at 1m 42
                  42

                eval instant at 1m "words"
                  expect string "words"

                eval instant at 2m down
                  expect ordered
                  down{i="b"} 2
                  down{i="a"} 1

                eval instant at 1m failing
                  expect fail msg: it failed on purpose

                eval_fail instant at 1m failing
                  expected_fail_regexp on purp

                eval instant at 1m warned
                  expect warn regex: care.ul \\(\\d:1\\)
                  expect no_info
                  warned 7

                eval instant at 1m informed
                  expect info
                  informed 8

                clear
                eval instant at 1m up
                """);
    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).isEqualTo(11);
  }

  @Test
  void repeatsInstantQueriesAtOtherTimesAndAsRanges() {
    run(LOAD + "eval instant at 2m down\n  down{i=\"a\"} 1\n  down{i=\"b\"} 2\n");
    assertThat(target.queries)
        .containsExactly(
            "down at 120000",
            "down from 60000 to 180000",
            "down @ 120000 at -1200000",
            "down @ 120000 from -1260000 to -1140000",
            "down @ 120000 at 0",
            "down @ 120000 from -60000 to 60000",
            "down @ 120000 at 24000",
            "down @ 120000 from -36000 to 84000",
            "down @ 120000 at 120000",
            "down @ 120000 from 60000 to 180000",
            "down @ 120000 at 1200000",
            "down @ 120000 from 1140000 to 1260000");
  }

  @Test
  void namesFileLineAndBothSides() {
    CaseResult result = failure("eval instant at 1m up\n  up{i=\"a\"} 3\n  up{i=\"b\"} 10\n");
    assertThat(result.passed()).isFalse();
    assertThat(result.file()).isEqualTo("some.test");
    assertThat(result.line()).isEqualTo(9);
    assertThat(result.expression()).isEqualTo("up");
    assertThat(result.expected()).contains("i=\"a\"").contains("3 @[0]");
    assertThat(result.got()).contains("2 @[0]");
  }

  @Test
  void failsOnExtraAndMissingSeries() {
    assertThat(failure("eval instant at 1m up\n  up{i=\"a\"} 2\n").expected())
        .contains("no series");
    assertThat(failure("eval instant at 1m warned\n  warned 7\n  warned{x=\"1\"} 7\n").got())
        .contains("no such series");
    assertThat(failure("eval instant at 1m down\n").passed()).isFalse();
    assertThat(failure("eval range from 0 to 2m step 1m warned\n  warned 7 7\n").passed())
        .isFalse();
  }

  @Test
  void failsOnWrongOrder() {
    assertThat(
            failure("eval_ordered instant at 1m down\n  down{i=\"a\"} 1\n  down{i=\"b\"} 2\n")
                .expected())
        .contains("position 1");
  }

  @Test
  void failsOnAnnotations() {
    assertThat(failure("eval instant at 1m warned\n  expect no_warn\n  warned 7\n").got())
        .contains("careful");
    assertThat(failure("eval instant at 1m warned\n  expect warn msg: x\n  warned 7\n").passed())
        .isFalse();
    assertThat(failure("eval instant at 1m informed\n  expect warn\n  informed 8\n").got())
        .isEqualTo("no warning");
    assertThat(failure("eval instant at 1m informed\n  expect no_info\n  informed 8\n").passed())
        .isFalse();
  }

  @Test
  void failsOnErrorsAndTheirAbsence() {
    assertThat(failure("eval instant at 1m failing\n").got())
        .isEqualTo("error: it failed on purpose");
    assertThat(failure("eval instant at 1m 1\n  expect fail\n").got()).isEqualTo("an answer");
    assertThat(failure("eval instant at 1m failing\n  expect fail msg: it\n").passed()).isFalse();
    assertThat(failure("eval instant at 1m !\n  expect fail\n").expected()).contains("parses");
    assertThat(failure("eval instant at 1m crash\n").got()).contains("a defect");
  }

  @Test
  void saysWhereAScriptIsWrong() {
    ScriptReport report = run("load 1m\n  up 1\n\nevil instant at 1m up\n");
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.cases().getFirst().line()).isEqualTo(4);
    assertThat(report.cases().getFirst().got()).contains("invalid command \"evil\"");
    assertThat(failureOf("load 1x\n").got()).contains("invalid step");
    assertThat(failureOf("eval instant up\n").passed()).isFalse();
    assertThat(failureOf("eval instant at 1m up\n  expect warn\n  expect no_warn\n").got())
        .contains("contrary");
    assertThat(failureOf("load 1m\n  up@st 1s 2s\n  up 1\n").got()).contains("2 values");
    assertThat(failureOf("load 1m\n  up@st 1s\n").got()).contains("no following");
    assertThat(failureOf("load 1m\n  up 1\n\nload 1m\n  up 2\n").got()).contains("duplicate");
  }

  private CaseResult failureOf(String script) {
    return run(script).failures().getFirst();
  }
}
