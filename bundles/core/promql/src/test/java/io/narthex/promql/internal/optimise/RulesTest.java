// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.parser.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3|7.0",
        "-(2 ^ 3)|-8.0",
        "a * (2 + 3)|(a * 5.0)",
        "start() + step()|60.0",
        "end() - range()|0.0",
        "1 + time()|(1.0 + time())",
        "clamp_max(a, 2 * 3)|clamp_max(a, 6.0)",
      })
  void constantsAreFolded(String expression, String expected) throws ParseException {
    assertThat(Plans.changed(new ConstantFolding(), expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(a @ 5)|once(sum[](a))",
        "a / sum(a @ end())|(a / once(sum[](a)))",
        "rate(a[5m] @ 5) + b|(once(rate(a[300])) + b)",
        "sum(a)|sum[](a)",
        "predict_linear(a[5m] @ 5, 60)|predict_linear(a[300], 60.0)",
      })
  void whatNoStepChangesIsEvaluatedOnce(String expression, String expected) throws ParseException {
    assertThat(Plans.changed(new StepInvariance(), expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a - a|(#0of2(a) - #0of2(a))",
        "a / (a + b)|(#0of2(a) / (#0of2(a) + b))",
        "sum(rate(a[5m])) / sum(rate(a[5m]))|"
            + "(#0of2(sum[](rate(a[300]))) / #0of2(sum[](rate(a[300]))))",
        "sum(a) / count(a)|(sum[](#0of2(a)) / count[](#0of2(a)))",
        "max_over_time(a[5m]) - min_over_time(a[5m])|"
            + "(max_over_time(#0of2(a[300])) - min_over_time(#0of2(a[300])))",
        "a + a offset 5m|(a + a)",
        "a + max_over_time(a[5m:1m])|(a + max_over_time(a[300:60]))",
        "max_over_time(sum(a)[5m:1m]) + min_over_time(sum(a)[5m:1m])|"
            + "(max_over_time(#0of2(sum[](a))[300:60]) + min_over_time(#0of2(sum[](a))[300:60]))",
        "max_over_time(sum(a)[5m:1m]) + min_over_time(sum(a)[9m:1m])|"
            + "(max_over_time(sum[](a)[300:60]) + min_over_time(sum[](a)[540:60]))",
        "a + a @ 5|(a + a)",
        "1 + 1|(1.0 + 1.0)",
      })
  void equalPartsAreShared(String expression, String expected) throws ParseException {
    assertThat(Plans.changed(new CommonSelectors(), expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a{x=\"1\"} and b|(a{x=\"1\"} and b{x=\"1\"})",
        "a{x=\"1\"} and on (y) b{y=~\"2.*\"}|(a{x=\"1\",y=~\"2.*\"} and b{y=~\"2.*\"})",
        "a{x=\"1\"} and ignoring (x) b|(a{x=\"1\"} and b)",
        "a{x=\"1\"} unless b{y=\"2\"}|(a{x=\"1\"} unless b{y=\"2\",x=\"1\"})",
        "a{x=\"1\"} or b|(a{x=\"1\"} or b)",
        "a{x=\"1\"} * b|(a{x=\"1\"} * b)",
        "a * on (x) b{x=\"1\"}|(a * b{x=\"1\"})",
        "a * on (x) sum by (x) (b{x=\"1\"})|(a{x=\"1\"} * sum[x](b{x=\"1\"}))",
        "a{x=\"1\"} * on (x) count by (x) (b)|(a{x=\"1\"} * count[x](b{x=\"1\"}))",
        "a{x=\"1\"} * on (x) sum by (x) (b)|(a{x=\"1\"} * sum[x](b))",
        "a * on (x) sum by (x, y) (b{x=\"1\"})|(a * sum[x, y](b{x=\"1\"}))",
        "a * on (x, y) group_left sum by (x) (b{y=\"1\"})|(a * sum[x](b{y=\"1\"}))",
        "rate(a[5m]) and b{x=\"1\"}|(rate(a[300]) and b{x=\"1\"})",
        "a and rate(b{x=\"1\"}[5m])|(a{x=\"1\"} and rate(b{x=\"1\"}[300]))",
        "a and label_replace(b{x=\"1\"}, \"x\", \"2\", \"\", \"\")|"
            + "(a and label_replace(b{x=\"1\"}, 'x', '2', '', ''))",
        "a and b{__type__=\"gauge\"}|(a and b{__type__=\"gauge\"})",
        "a and (b{x=\"1\"} > 5)|(a{x=\"1\"} and (b{x=\"1\"} > 5.0))",
      })
  void matchersArePushedToTheOtherSide(String expression, String expected) throws ParseException {
    assertThat(Plans.changed(new MatcherPushDown(), expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum by (x) (rate(a[5m]))|__name__,__type__,__unit__,x",
        "sum(a)|__name__,__type__,__unit__",
        "sum by (x) (abs(a) > 5)|__name__,__type__,__unit__,x",
        "sum without (x) (a)|all",
        "topk by (x) (1, a)|all",
        "rate(a[5m])|all",
        "sum by (x) ({__name__=~\"a.*\"})|__name__,__type__,__unit__,x",
        "sum by (x) (abs({__name__=~\"a.*\"}))|all",
        "sum by (x) (last_over_time({__name__=~\"a.*\"}[5m]))|all",
        "sum by (x) (label_join(a, \"x\", \"\", \"y\"))|all",
        "sum by (x) (max_over_time(a[5m:1m]))|all",
      })
  void labelsThatNobodyLooksAtAreLeftOut(String expression, String expected) throws ParseException {
    assertThat(Plans.labels(new LabelProjection(), expression)).isEqualTo(List.of(expected));
  }

  @Test
  void eachSideOfAnOperationLooksAtAllLabels() throws ParseException {
    assertThat(Plans.labels(new LabelProjection(), "sum by (x) (a * b)"))
        .isEqualTo(List.of("all", "all"));
    assertThat(Plans.labels(new LabelProjection(), "sum by (x) (a) / on (x) count by (x, y) (b)"))
        .isEqualTo(List.of("__name__,__type__,__unit__,x", "__name__,__type__,__unit__,x,y"));
  }
}
