// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.scrape.internal.discovery.DiscoveryMetrics;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyncQueueTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final DiscoveryMetrics metrics = new DiscoveryMetrics();
  private final SyncQueue queue = new SyncQueue(metrics);
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void a_job_is_synced_at_once_and_then_not_again_before_its_pause_is_over() throws Exception {
    sync("a", LONG, "first");
    assertThat(counted("prometheus_sd_updates_delayed")).isZero();
    queue.ask("a", LONG, () -> ran.add("second"));
    queue.ask("a", LONG, () -> ran.add("third"));
    assertThat(counted("prometheus_sd_updates_delayed")).isEqualTo(1);

    sync("b", LONG, "other");
    assertThat(ran).containsExactly("first", "other");
    // Two of the jobs, and the two that the helper waits by; the last is perhaps not counted yet.
    assertThat(counted("prometheus_sd_updates")).isBetween(3.0, 4.0);

    queue.forget("a");
    sync("a", LONG, "anew");
  }

  @Test
  void several_asks_before_it_runs_are_the_last_one() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    queue.ask("busy", LONG, () -> awaitQuietly(busy));
    queue.ask("a", LONG, () -> ran.add("first"));
    CountDownLatch done = new CountDownLatch(1);
    queue.ask("a", LONG, () -> ran.add("second"));
    queue.ask("b", LONG, done::countDown);
    busy.countDown();
    done.await();

    assertThat(ran).containsExactly("second");
  }

  @Test
  void a_sync_that_fails_keeps_no_other_waiting() throws Exception {
    queue.ask(
        "a",
        LONG,
        () -> {
          throw new IllegalStateException("no targets");
        });
    sync("b", LONG, "other");
    assertThat(ran).containsExactly("other");
  }

  private void sync(String job, Duration pause, String name) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    queue.ask(
        job,
        pause,
        () -> {
          ran.add(name);
          done.countDown();
        });
    done.await();
    // A later sync runs on the same thread, and so after what the queue counts of this one.
    CountDownLatch counted = new CountDownLatch(1);
    queue.ask("after " + name, Duration.ZERO, counted::countDown);
    counted.await();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double counted(String name) {
    return metrics.collect().stream()
        .filter(family -> family.getMetadata().getName().equals(name))
        .map(family -> ((CounterSnapshot) family).getDataPoints().getFirst().getValue())
        .findFirst()
        .orElseThrow();
  }
}
