// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.spi.model.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Duration INTERVAL = Duration.ofSeconds(15);

  @Test
  void times_are_an_interval_apart_and_survive_a_restart() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Schedule schedule = schedule(random.nextInt(), 1);
      long now = random.nextLong(4_000_000_000_000L);
      long next = schedule.next(now);
      assertThat(next).as("seed %d", seed).isBetween(now, now + 14_999);
      assertThat(schedule.next(next)).isEqualTo(next);
      assertThat(schedule.next(next + 1)).isEqualTo(next + 15_000);
    }
  }

  @Test
  void targets_and_servers_spread_over_the_interval() {
    int[] buckets = new int[15];
    for (int i = 0; i < 15_000; i++) {
      buckets[(int) (schedule(i, 7).offsetMs() / 1000)]++;
    }
    assertThat(Arrays.stream(buckets)).allMatch(count -> count > 800 && count < 1200);
    assertThat(schedule(1, Schedule.seed("a", Map.of())))
        .isNotEqualTo(schedule(1, Schedule.seed("b", Map.of())));
    assertThat(schedule(1, Schedule.seed("a", Map.of("replica", "1"))))
        .isNotEqualTo(schedule(1, Schedule.seed("a", Map.of("replica", "2"))));
  }

  @Test
  void a_scrape_that_is_nearly_on_time_gets_the_time_of_its_slot() {
    Schedule schedule = new Schedule(15_000, 300, false);
    assertThat(schedule.timestamp(30_302, 30_300, 2)).isEqualTo(30_300);
    assertThat(schedule.timestamp(30_303, 30_300, 2)).isEqualTo(30_303);
    assertThat(new Schedule(100, 0, false).timestamp(1_002, 1_000, 2)).isEqualTo(1_002);
    assertThat(schedule.timestamp(30_350, 30_300, 60)).isEqualTo(30_300);
    assertThat(schedule.timestamp(30_302, 30_300, -1)).isEqualTo(30_302);
  }

  @Test
  void exporters_inside_the_process_are_asked_in_rounds_a_second_or_a_quarter_interval_apart() {
    Schedule single = schedule(5, 7);
    Schedule round = Schedule.inRounds(key(5), INTERVAL, 7);
    assertThat(single.offsetMs() - round.offsetMs()).isBetween(0L, 999L);
    assertThat(round.offsetMs() % 1000).isZero();
    assertThat(Schedule.inRounds(key(5), Duration.ofSeconds(1), 7).offsetMs() % 250).isZero();
    assertThat(Schedule.inRounds(key(5), Duration.ofMillis(3), 7).offsetMs()).isLessThan(3);

    assertThat(round.timestamp(30_450, 30_300, 2)).isEqualTo(30_300);
    assertThat(round.timestamp(30_451, 30_300, 2)).isEqualTo(30_451);
    assertThat(round.timestamp(30_302, 30_300, -1)).isEqualTo(30_302);
  }

  private static Schedule schedule(int target, long seed) {
    return Schedule.of(key(target), INTERVAL, seed);
  }

  private static Target.Key key(int target) {
    return new Target.Key(
        Labels.of("instance", "host" + target + ":9100"), "http://host" + target + ":9100/metrics");
  }
}
