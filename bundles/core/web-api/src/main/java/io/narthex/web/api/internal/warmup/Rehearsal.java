// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal.warmup;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageException;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.web.OwnRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the queries of {@link WarmUpQueries} some times over, as soon as there is something to ask
 * for and the server is at rest. It takes half of the time at most, and makes way for whatever else
 * comes. A server that is never at rest is left alone for {@link #PATIENCE}; from then on it may be
 * at work, too.
 */
final class Rehearsal {

  /** From the second half of these on, little becomes faster. */
  static final int ROUNDS = 6;

  /** Samples must reach back so far: those of fewer are not stored as those of many are. */
  static final Duration HISTORY = Duration.ofMinutes(10);

  static final Duration LOOK = Duration.ofSeconds(1);
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int QUIET_LOOKS = 2;
  private static final double REST_SHARE = 0.01;
  private static final double LATE_SHARE = 0.25;

  /** Looking for something to ask for takes one part in so many of the time. */
  private static final int SEARCH_SHARE = 50;

  private final Supplier<@Nullable StorageEngine> storage;
  private final OwnRequests requests;
  private final LoadMeter load;
  private final Clock clock;
  private final long begin;

  Rehearsal(
      Supplier<@Nullable StorageEngine> storage,
      OwnRequests requests,
      LoadMeter load,
      Clock clock) {
    this.storage = storage;
    this.requests = requests;
    this.load = load;
    this.clock = clock;
    this.begin = clock.nanoTime();
  }

  /** What is asked, and of which time. */
  private record Script(List<String> expressions, StorageStatistics statistics) {}

  /**
   * Waits, and asks.
   *
   * @return how many requests were made; 0 when it was ended before the last one
   * @throws IOException when the server does not serve
   */
  int run() throws IOException {
    load.share();
    Script script = null;
    while (script == null) {
      if (!awaitRest()) {
        return 0;
      }
      long before = clock.nanoTime();
      script = script();
      if (script == null && !clock.pause(nanos(SEARCH_SHARE * (clock.nanoTime() - before)))) {
        return 0;
      }
    }
    try (OwnRequests.Session session = requests.open()) {
      return ask(session, script);
    }
  }

  /** Returns null when there is nothing yet. */
  private @Nullable Script script() {
    StorageEngine engine = storage.get();
    if (engine == null) {
      return null;
    }
    try {
      StorageStatistics statistics = engine.statistics(WarmUpQueries.RANKING);
      long first = statistics.minTimeMs();
      long last = statistics.maxTimeMs();
      if (last < first || last - first < HISTORY.toMillis()) {
        return null;
      }
      List<String> instances =
          engine.labelValues("instance", List.of(), first, last, WarmUpQueries.INSTANCES);
      List<String> expressions = WarmUpQueries.expressions(statistics, instances);
      return expressions.isEmpty() ? null : new Script(expressions, statistics);
    } catch (StorageException e) {
      // It may be swapped at this moment.
      return null;
    }
  }

  private int ask(OwnRequests.Session session, Script script) {
    int asked = 0;
    long lastLook = clock.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      for (String expression : script.expressions()) {
        long before = clock.nanoTime();
        for (String target : WarmUpQueries.targets(expression, script.statistics())) {
          session.get(target);
          asked++;
        }
        long now = clock.nanoTime();
        if (!clock.pause(nanos(now - before))) {
          return 0;
        }
        if (now - lastLook >= LOOK.toNanos()) {
          if (!isCalm() && !awaitRest()) {
            return 0;
          }
          lastLook = clock.nanoTime();
        }
      }
    }
    return asked;
  }

  private boolean awaitRest() {
    int quiet = 0;
    while (quiet < QUIET_LOOKS) {
      if (!clock.pause(LOOK)) {
        return false;
      }
      quiet = isCalm() ? quiet + 1 : 0;
    }
    return true;
  }

  private boolean isCalm() {
    boolean late = clock.nanoTime() - begin >= PATIENCE.toNanos();
    return load.share() < (late ? LATE_SHARE : REST_SHARE);
  }

  private static Duration nanos(long nanos) {
    return Duration.ofNanos(nanos);
  }
}
