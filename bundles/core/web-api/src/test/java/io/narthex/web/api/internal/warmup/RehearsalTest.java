// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import io.narthex.web.OwnRequests;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Plays hours in a moment: time passes by pauses and requests alone. */
class RehearsalTest {

  private static final Duration REQUEST = Duration.ofMillis(10);

  private final List<String> asked = new ArrayList<>();
  private final Deque<Double> loads = new ArrayDeque<>();
  private final Time time = new Time();
  private DoubleSupplier load = () -> 0;
  private Supplier<StorageStatistics> stored = () -> history(3600);
  private boolean present = true;
  private boolean serves = true;
  private boolean closed;

  @Test
  void asks_each_query_of_each_metric_some_times_and_ends() throws IOException {
    int requests = run();
    assertThat(asked).hasSize(requests);
    long same = asked.stream().filter(asked.getFirst()::equals).count();
    // Three metrics of a kind are asked for; here the same one.
    assertThat(same).isEqualTo(3 * Rehearsal.ROUNDS);
    assertThat(closed).isTrue();
  }

  @Test
  void takes_half_of_the_time() throws IOException {
    int requests = run();
    Duration busy = REQUEST.multipliedBy(requests);
    assertThat(time.now).isGreaterThan(busy.multipliedBy(2).toNanos());
  }

  @Test
  void begins_after_two_seconds_of_rest() throws IOException {
    loads.addAll(List.of(0.0, 0.5, 0.0, 0.02, 0.0, 0.0));
    assertThat(run()).isPositive();
    assertThat(time.firstRequest).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void never_disturbs_a_server_at_work_until_it_has_waited_long() throws IOException {
    load = () -> 0.2;
    assertThat(run()).isPositive();
    assertThat(time.firstRequest).isGreaterThanOrEqualTo(Rehearsal.PATIENCE.toNanos());
  }

  @Test
  void leaves_a_loaded_server_alone() throws IOException {
    load = () -> 0.5;
    time.endAfter = Duration.ofHours(5);
    assertThat(run()).isZero();
  }

  @Test
  void makes_way_for_work_and_goes_on_afterwards() throws IOException {
    load = () -> asked.isEmpty() || time.now < time.firstRequest + 1_500_000_000L ? 0 : 1;
    time.endAfter = Duration.ofSeconds(60);
    assertThat(run()).isZero();
    int before = asked.size();

    time.endAfter = Duration.ofHours(1);
    asked.clear();
    load = () -> time.now % 20_000_000_000L < 10_000_000_000L ? 0 : 1;
    assertThat(run()).isGreaterThan(before);
  }

  @Test
  void waits_for_an_engine_and_for_ten_minutes_of_samples() throws IOException {
    Deque<Supplier<StorageStatistics>> states = new ArrayDeque<>();
    states.add(
        () -> {
          throw new StorageException("swapped");
        });
    states.add(() -> history(599));
    states.add(() -> WarmUpQueriesTest.statistics(List.of(), 0, Long.MAX_VALUE, Long.MIN_VALUE));
    states.add(() -> history(600));
    stored = () -> states.pop().get();
    assertThat(run()).isPositive();
    assertThat(states).isEmpty();

    present = false;
    assertThat(run()).isZero();
  }

  @Test
  void ends_when_it_is_told_to() throws IOException {
    time.endAfter = Duration.ofSeconds(3);
    assertThat(run()).isZero();
    assertThat(asked).isNotEmpty();
    assertThat(time.now).isLessThan(Duration.ofSeconds(4).toNanos());
    assertThat(closed).isTrue();
  }

  @Test
  void says_when_the_server_does_not_serve() {
    serves = false;
    assertThatThrownBy(this::run).isInstanceOf(IOException.class).hasMessage("closed");
  }

  private int run() throws IOException {
    time.now = 0;
    return new Rehearsal(
            () -> present ? engine(stored) : null,
            this::open,
            () -> loads.isEmpty() ? load.getAsDouble() : loads.pop(),
            time)
        .run();
  }

  private OwnRequests.Session open() throws IOException {
    if (!serves) {
      throw new IOException("closed");
    }
    return new OwnRequests.Session() {
      @Override
      public void get(String target) {
        if (asked.isEmpty()) {
          time.firstRequest = time.now;
        }
        asked.add(target);
        time.now += REQUEST.toNanos();
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private static StorageStatistics history(long seconds) {
    return WarmUpQueriesTest.statistics(
        List.of(new Ranked("wide", 100), new Ranked("load", 2)), 2, 0, seconds * 1000);
  }

  private static StorageEngine engine(Supplier<StorageStatistics> statistics) {
    return (StorageEngine)
        Proxy.newProxyInstance(
            StorageEngine.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "statistics" -> statistics.get();
                  case "labelValues" -> List.of("a", "b");
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static final class Time implements Clock {

    private long now;
    private long firstRequest;
    private Duration endAfter = Duration.ofHours(1);

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public boolean pause(Duration length) {
      now += length.toNanos();
      return now <= endAfter.toNanos();
    }
  }
}
