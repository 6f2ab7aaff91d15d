// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1500ms, 1s500ms",
    "90s, 1m30s",
    "120m, 2h",
    "24h, 1d",
    "14d, 2w",
    "90d, 90d",
    "8d, 8d",
    "365d, 1y",
    "1y1w, 372d",
    "1y2h, 365d2h",
    "1w1d1h1m1s1ms, 8d1h1m1s1ms"
  })
  void is_printed_as_prometheus_prints_it(String written, String printed) {
    assertThat(Durations.format(Durations.parse(written))).isEqualTo(printed);
    assertThat(Durations.format(Durations.parse(written).negated()))
        .isEqualTo(written.equals("0") ? "0s" : "-" + printed);
  }

  @Test
  void what_is_printed_is_read_back() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 43)));
      assertThat(Durations.parse(Durations.format(duration)))
          .as("seed %d", seed)
          .isEqualTo(duration);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "-1s", "1.5s", "1s1m", "1m1m", "s", "1 s", "1S", "١s"})
  void other_forms_are_refused_with_one_that_is_right(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage(
            "not a valid duration string: \"%s\"; write it like 15s, 1h30m or 100ms", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"293y", "9223372036854775807y", "99999999999999999999s"})
  void more_than_nanoseconds_can_count_is_refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage("duration out of range: \"%s\"", text);
  }
}
