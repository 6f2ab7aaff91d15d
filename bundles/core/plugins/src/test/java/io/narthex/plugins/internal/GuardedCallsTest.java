// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.plugins.CallOutcome;
import io.narthex.plugins.Plugin;
import io.narthex.plugins.PluginCallException;
import io.narthex.plugins.internal.CallStatistics.Figures;
import io.narthex.spi.plugin.PluginFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls on the caller's own thread. */
@Timeout(30)
class GuardedCallsTest {

  private record NoSettings() {}

  private static final class Factory implements PluginFactory<NoSettings> {

    @Override
    public String type() {
      return "lazy";
    }

    @Override
    public Class<NoSettings> configuration() {
      return NoSettings.class;
    }
  }

  private record Told(Thread thread, CallOutcome<String> outcome) {}

  private static final Plugin<Factory> PLUGIN =
      new Plugin<>("exporter", "lazy", new Factory(), "bundle", "1.0.0");

  private final CallStatistics statistics = new CallStatistics();
  private final GuardedCalls calls = new GuardedCalls(statistics);
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  @Test
  void a_call_that_ends_in_time_is_told_of_on_the_callers_thread() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    call(Duration.ofSeconds(10), () -> "done");

    Told first = told.take();
    assertThat(first.thread()).isSameAs(Thread.currentThread());
    assertThat(first.outcome().get()).isEqualTo("done");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    assertThat(counted()).extracting(Figures::calls, Figures::failures).containsExactly(1L, 0L);
  }

  @Test
  void a_call_that_throws_is_told_of_on_the_callers_thread() throws Exception {
    call(
        Duration.ofSeconds(10),
        () -> {
          throw new IllegalStateException("no disk");
        });

    Told first = told.take();
    assertThat(first.thread()).isSameAs(Thread.currentThread());
    assertThatThrownBy(first.outcome()::get)
        .isInstanceOf(PluginCallException.class)
        .hasMessage("exporter lazy: collect failed: no disk");
    assertThat(counted()).extracting(Figures::calls, Figures::failures).containsExactly(1L, 1L);
  }

  @Test
  void a_call_that_overruns_is_told_of_while_it_hangs_and_forgotten_when_it_ends()
      throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Thread caller =
        Thread.ofPlatform()
            .start(
                () ->
                    call(
                        Duration.ofMillis(30),
                        () -> {
                          awaitWhateverComes(release);
                          return "too late";
                        }));

    Told first = told.take();
    assertThat(first.thread()).isNotSameAs(caller);
    assertThat(caller.isAlive()).isTrue();
    assertThatThrownBy(first.outcome()::get)
        .isInstanceOfSatisfying(PluginCallException.class, e -> assertThat(e.timedOut()).isTrue())
        .hasMessage("exporter lazy: collect took longer than 30ms");

    release.countDown();
    caller.join();
    assertThat(told).isEmpty();
    assertThat(counted()).extracting(Figures::calls, Figures::failures).containsExactly(1L, 1L);
  }

  @Test
  void a_call_that_overruns_is_interrupted_and_its_thread_is_not_afterwards() throws Exception {
    BlockingQueue<Boolean> after = new LinkedBlockingQueue<>();
    Thread.ofPlatform()
        .start(
            () -> {
              call(
                  Duration.ofMillis(30),
                  () -> {
                    new CountDownLatch(1).await();
                    return "never";
                  });
              after.add(Thread.currentThread().isInterrupted());
            });

    assertThat(after.take()).isFalse();
    assertThatThrownBy(told.take().outcome()::get).hasMessageContaining("took longer than");
  }

  @Test
  void each_of_many_deadlines_is_kept() throws Exception {
    for (int ms : new int[] {90, 30, 60, 120, 10}) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () ->
                  call(
                      Duration.ofMillis(ms),
                      () -> {
                        new CountDownLatch(1).await();
                        return "never";
                      }));
    }
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(told.take().outcome()::get).hasMessageContaining("took longer than");
    }
  }

  private void call(Duration deadline, Callable<String> code) {
    calls.call(
        PLUGIN,
        "collect",
        deadline,
        code,
        outcome -> told.add(new Told(Thread.currentThread(), outcome)));
  }

  private Figures counted() {
    return statistics.figures().values().iterator().next();
  }

  private static void awaitWhateverComes(CountDownLatch release) {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // It hangs, and heeds nothing.
      }
    }
  }
}
