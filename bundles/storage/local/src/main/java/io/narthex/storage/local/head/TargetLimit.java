// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.LimitExceededException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many series one target may have at the same time, so that a label which explodes in one place
 * does not use up what all others need. Under the target's lock.
 */
final class TargetLimit {

  /** So many series tell which label grew. */
  private static final int SAMPLED = 2_000;

  private static final long RECOUNT_NANOS = 10_000_000_000L;

  private final int most;
  private String widest = "";
  private long counted;

  TargetLimit(int most) {
    this.most = most;
  }

  /**
   * Lets a further series pass, or not.
   *
   * @param target the target, for the message
   * @param inUse how many columns have a series
   * @param columns how many columns there are
   * @param labelsOf the labels of a column, null when it has no series
   */
  void check(Labels target, int inUse, int columns, IntFunction<@Nullable Labels> labelsOf) {
    if (inUse < most) {
      return;
    }
    long now = System.nanoTime();
    // Series are refused in swarms.
    if (widest.isEmpty() || now - counted > RECOUNT_NANOS) {
      widest = widest(columns, labelsOf);
      counted = now;
    }
    throw new LimitExceededException(
        "no further series of target "
            + target
            + ": the limit of "
            + most
            + " is reached (storage.engine.max_series_per_target in the configuration file); "
            + widest);
  }

  private static String widest(int columns, IntFunction<@Nullable Labels> labelsOf) {
    Map<String, Set<String>> values = new HashMap<>();
    int step = Math.max(1, columns / SAMPLED);
    for (int c = 0; c < columns; c += step) {
      Labels labels = labelsOf.apply(c);
      if (labels != null) {
        for (Label label : labels) {
          values.computeIfAbsent(label.name(), n -> new HashSet<>()).add(label.value());
        }
      }
    }
    String name = "";
    int most = 0;
    for (Map.Entry<String, Set<String>> each : values.entrySet()) {
      int count = each.getValue().size();
      // Of two that are as wide the metric's name is not the one to blame.
      if (count > most || (count == most && name.equals(Label.METRIC_NAME))) {
        name = each.getKey();
        most = count;
      }
    }
    return "label \""
        + name
        + "\" has most values, "
        + most
        + (step > 1 ? " in every " + step + "th series" : "");
  }
}
