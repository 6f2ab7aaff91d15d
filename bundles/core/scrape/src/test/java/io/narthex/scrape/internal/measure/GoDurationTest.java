// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "500, 500ms",
    "1000, 1s",
    "1500, 1.5s",
    "15000, 15s",
    "60000, 1m0s",
    "90000, 1m30s",
    "3600000, 1h0m0s",
    "5400000, 1h30m0s",
    "90061001, 25h1m1.001s"
  })
  void printsAsGoDoes(long ms, String expected) {
    assertThat(GoDuration.text(Duration.ofMillis(ms))).isEqualTo(expected);
  }
}
