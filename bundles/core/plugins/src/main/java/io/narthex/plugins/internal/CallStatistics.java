// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import io.narthex.plugins.Plugin;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts calls into plug-ins since the process began. Safe for several threads. */
final class CallStatistics {

  /** What is counted apart. */
  record Key(String kind, String type, String bundle, String operation) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::kind)
            .thenComparing(Key::type)
            .thenComparing(Key::bundle)
            .thenComparing(Key::operation);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }

    // By hand, as each call looks one up: what the compiler makes goes through method handles,
    // which
    // are slow until they have been called very often.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && kind.equals(key.kind)
          && type.equals(key.type)
          && bundle.equals(key.bundle)
          && operation.equals(key.operation);
    }

    @Override
    public int hashCode() {
      return ((kind.hashCode() * 31 + type.hashCode()) * 31 + bundle.hashCode()) * 31
          + operation.hashCode();
    }
  }

  /**
   * Figures so far.
   *
   * @param calls calls that have ended or were abandoned
   * @param failures those that threw or were abandoned
   * @param nanos time that all calls took, until their end or deadline
   */
  record Figures(long calls, long failures, long nanos) {}

  private record Counters(LongAdder calls, LongAdder failures, LongAdder nanos) {}

  private final Map<Key, Counters> counters = new ConcurrentHashMap<>();

  void count(Plugin<?> plugin, String operation, boolean failed, long nanos) {
    Counters counted =
        counters.computeIfAbsent(
            new Key(plugin.kind(), plugin.type(), plugin.bundle(), operation),
            k -> new Counters(new LongAdder(), new LongAdder(), new LongAdder()));
    counted.calls.increment();
    counted.nanos.add(nanos);
    if (failed) {
      counted.failures.increment();
    }
  }

  /** Returns the figures, in order. */
  Map<Key, Figures> figures() {
    Map<Key, Figures> figures = new TreeMap<>();
    counters.forEach(
        (key, c) -> figures.put(key, new Figures(c.calls.sum(), c.failures.sum(), c.nanos.sum())));
    return figures;
  }
}
