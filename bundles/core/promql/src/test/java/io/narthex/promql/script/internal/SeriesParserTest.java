// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.promql.internal.histogram.HistogramText;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesParserTest {

  private static SeriesLine parse(String text) throws ScriptSyntaxException {
    return SeriesParser.parse(text, 7);
  }

  private static List<Double> floats(String text) throws ScriptSyntaxException {
    return parse(text).values().stream().map(ScriptValue::value).toList();
  }

  @Test
  void readsLabels() throws Exception {
    assertThat(parse("up 1").labels().toMap()).isEqualTo(Labels.of("__name__", "up").toMap());
    assertThat(parse("a:b{x=\"1\", y='2',} 1").labels().toMap())
        .isEqualTo(Labels.of("__name__", "a:b", "x", "1", "y", "2").toMap());
    assertThat(parse("{\"a.b\", \"c d\"=`\\n`} 1").labels().toMap())
        .isEqualTo(Labels.of("__name__", "a.b", "c d", "\\n").toMap());
    assertThat(parse("{} 1").labels().toMap()).isEqualTo(Labels.empty().toMap());
    assertThat(parse("x {l=\"a\\\"b\\u00e4\\x41\"} 1").labels().get("l")).isEqualTo("a\"bäA");
  }

  @Test
  void expandsValues() throws Exception {
    assertThat(floats("x 1 -2.5 +3 1e3 .5 -Inf NaN"))
        .containsExactly(1.0, -2.5, 3.0, 1000.0, 0.5, Double.NEGATIVE_INFINITY, Double.NaN);
    assertThat(floats("x 1x2 1+2x2 1-2x2"))
        .containsExactly(1.0, 1.0, 1.0, 1.0, 3.0, 5.0, 1.0, -1.0, -3.0);
  }

  @Test
  void knowsGapsAndStaleMarkers() throws Exception {
    List<ScriptValue> values = parse("x _ 1 _x2 stale").values();
    assertThat(values)
        .extracting(ScriptValue::omitted)
        .containsExactly(true, false, true, true, false);
    assertThat(SpecialValues.isStale(values.getLast().value())).isTrue();
  }

  @Test
  void readsHistograms() throws Exception {
    String text =
        "{{schema:1 count:22 sum:-3.5 z_bucket:2 z_bucket_w:0.001 counter_reset_hint:gauge"
            + " offset:-2 buckets:[5 10 7] n_offset:3 n_buckets:[1 2]}}";
    ScriptValue value = parse("x " + text).values().getFirst();
    Histogram histogram = Objects.requireNonNull(value.histogram());
    assertThat(value.hintGiven()).isTrue();
    assertThat(histogram.resetHint()).isEqualTo(Histogram.ResetHint.GAUGE);
    assertThat(HistogramText.script(histogram)).isEqualTo(text);
    assertThat(parse("x {{}} {{ }}x1").values()).hasSize(3);
  }

  @Test
  void expandsHistograms() throws Exception {
    List<ScriptValue> values =
        parse(
                "x {{schema:0 count:3 sum:4 buckets:[1 2]}}+{{schema:1 count:1 sum:1 offset:3 buckets:[1]}}x2")
            .values();
    assertThat(values)
        .extracting(value -> HistogramText.script(Objects.requireNonNull(value.histogram())))
        .containsExactly(
            "{{count:3 sum:4 buckets:[1 2]}}",
            "{{count:4 sum:5 buckets:[1 2 1]}}",
            "{{count:5 sum:6 buckets:[1 2 2]}}");
    assertThat(parse("x {{count:3 buckets:[3]}}-{{count:1 buckets:[1]}}x3").values())
        .extracting(value -> Objects.requireNonNull(value.histogram()).count())
        .containsExactly(3.0, 2.0, 1.0, 0.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x 1y",
        "x one",
        "{x=1} 1",
        "x{y=\"1} 1",
        "x 1+2",
        "x {{count:1",
        "x {{cnt:1}}",
        "x {{count:1 count:1}}",
        "x {{schema:3}}+{{schema:2}}x2",
        "x {{schema:-53}}+{{}}x1",
        "x 1x99999999",
        "9x 1"
      })
  void refusesWithLineAndColumn(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(ScriptSyntaxException.class, e -> assertThat(e.line()).isEqualTo(7))
        .hasMessageContaining("column ");
  }
}
