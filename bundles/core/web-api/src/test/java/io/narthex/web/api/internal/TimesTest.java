// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times and durations as parameters of requests. */
class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "1.5, 1500",
    "1e3, 1000000",
    "-1.5, -1500",
    "2026-11-29T01:02:03.5+01:00, 1795910523500",
    "2026-11-29T01:02:03Z, 1795914123000",
  })
  void areSecondsOrRfc3339(String text, long milliseconds) {
    assertThat(Times.parse(text)).isEqualTo(milliseconds);
  }

  /** What clients send for the earliest and latest time that there is. */
  @Test
  void knowsBothEnds() {
    assertThat(Times.parse("-292273086-05-16T16:47:06Z")).isEqualTo(Times.MIN);
    assertThat(Times.parse("292277025-08-18T07:12:54.999999999Z")).isEqualTo(Times.MAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-29",
        "2026-11-29t01:02:03z",
        "2026-11-29T01:02Z",
        "5d",
        "0x10",
        "1e400",
        "NaN",
        "Inf"
      })
  void refusesOthers(String text) {
    assertThatThrownBy(() -> Times.parse(text))
        .hasMessage("cannot parse \"" + text + "\" to a valid timestamp");
  }

  @Test
  void durationsAreSecondsOrHaveUnits() {
    assertThat(Times.parseDuration("1.5")).isEqualTo(Duration.ofMillis(1500));
    assertThat(Times.parseDuration("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThatThrownBy(() -> Times.parseDuration("9e10"))
        .hasMessage("cannot parse \"9e10\" to a valid duration. It overflows int64");
    assertThatThrownBy(() -> Times.parseDuration("5x"))
        .hasMessage("cannot parse \"5x\" to a valid duration");
  }
}
