// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcTimeTest {

  @Test
  void isTheCalendarOfTheLibrary() {
    long seed = Long.getLong("narthex.fuzz.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      long seconds = random.nextLong(-60_000_000_000_000L, 60_000_000_000_000L);
      LocalDateTime expected = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
      UtcTime time = UtcTime.ofSeconds(seconds);
      assertThat(
              new long[] {
                time.year(),
                time.month(),
                time.dayOfMonth(),
                time.dayOfYear(),
                time.dayOfWeek(),
                time.daysInMonth(),
                time.hour(),
                time.minute()
              })
          .as("seed %d: %d", seed, seconds)
          .containsExactly(
              expected.getYear(),
              expected.getMonthValue(),
              expected.getDayOfMonth(),
              expected.getDayOfYear(),
              expected.getDayOfWeek().getValue() % 7,
              expected.toLocalDate().lengthOfMonth(),
              expected.getHour(),
              expected.getMinute());
    }
  }

  /** As a real Prometheus answers. */
  @Test
  void whatIsNoNumberOfSecondsIsTheLastSecond() {
    for (double value :
        new double[] {
          Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -0x1p63
        }) {
      UtcTime time = UtcTime.of(value);
      assertThat(time.year()).isEqualTo(292_277_026_596L);
      assertThat(time.month()).isEqualTo(12);
      assertThat(time.dayOfMonth()).isEqualTo(4);
      assertThat(time.hour()).isEqualTo(15);
      assertThat(time.minute()).isEqualTo(30);
      assertThat(time.dayOfWeek()).isZero();
    }
  }
}
