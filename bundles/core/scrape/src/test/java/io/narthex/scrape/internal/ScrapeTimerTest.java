// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScrapeTimerTest {

  private static final String SEED = "narthex.test.seed";

  private final ScrapeTimer timer = new ScrapeTimer();
  private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    timer.close();
  }

  @Test
  void a_brief_step_runs_on_a_thread_of_the_timer_and_another_on_a_virtual_one() throws Exception {
    untilBriefStepsRunOnTheTimer();

    timer.after(1, "long", false, this::note);

    Thread thread = ran.take();
    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread.getName()).isEqualTo("scrape long");
  }

  @Test
  void steps_run_in_the_order_of_their_times_whatever_the_order_in_which_they_came()
      throws Exception {
    List<Integer> times = new ArrayList<>(List.of(40, 80, 120, 160, 200, 240, 280, 320));
    long seed = Long.getLong(SEED, System.nanoTime());
    Collections.shuffle(times, new Random(seed));
    BlockingQueue<Integer> order = new LinkedBlockingQueue<>();

    times.forEach(ms -> timer.after(ms, "step", true, () -> order.add(ms)));

    List<Integer> seen = new ArrayList<>();
    while (seen.size() < times.size()) {
      seen.add(order.take());
    }
    assertThat(seen).as("seed %d", seed).isSorted();
  }

  @Test
  void steps_that_take_long_against_expectation_keep_no_other_waiting() throws Exception {
    untilBriefStepsRunOnTheTimer();
    for (int i = 0; i < 5; i++) {
      timer.after(1, "stuck", true, this::stick);
    }
    for (int i = 0; i < 5; i++) {
      ran.take();
    }

    timer.after(1, "next", true, this::note);

    assertThat(ran.take().isVirtual()).isTrue();
  }

  @Test
  void steps_that_are_due_together_run_in_a_row_on_one_thread() throws Exception {
    untilBriefStepsRunOnTheTimer();
    for (int i = 0; i < 20; i++) {
      timer.after(50, "round", true, this::note);
    }

    Set<Thread> threads = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      threads.add(ran.take());
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void a_step_that_waits_for_a_network_is_on_time_while_a_brief_one_takes_long() throws Exception {
    untilBriefStepsRunOnTheTimer();
    timer.after(1, "stuck", true, this::stick);
    assertThat(ran.take().isVirtual()).isFalse();

    timer.after(1, "long", false, this::note);

    assertThat(ran.take().getName()).isEqualTo("scrape long");
  }

  @Test
  void a_thread_that_is_stuck_is_replaced() throws Exception {
    untilBriefStepsRunOnTheTimer();
    timer.after(1, "stuck", true, this::stick);
    assertThat(ran.take().isVirtual()).isFalse();

    untilBriefStepsRunOnTheTimer();
  }

  @Test
  void a_step_that_was_cancelled_does_not_run_and_one_that_fails_harms_none() throws Exception {
    timer.after(20, "cancelled", true, this::note).cancel();
    timer.after(
        1,
        "fails",
        true,
        () -> {
          throw new IllegalStateException("as the test wants it");
        });

    timer.after(40, "last", true, this::note);

    assertThat(ran.take()).isNotNull();
    assertThat(ran.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  /** A thread that was just made counts as busy till it waits; the step is a virtual one's then. */
  private void untilBriefStepsRunOnTheTimer() throws InterruptedException {
    do {
      timer.after(1, "brief", true, this::note);
    } while (ran.take().isVirtual());
  }

  private void note() {
    ran.add(Thread.currentThread());
  }

  private void stick() {
    note();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
