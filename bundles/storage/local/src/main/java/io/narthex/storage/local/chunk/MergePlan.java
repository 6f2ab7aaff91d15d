// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.chunk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be merged next: one partition whose files become one, or several that become a wider
 * one. Widths are {@link Partition#WIDTH_MS} times a power of three, and a partition begins at a
 * multiple of its width, so that two partitions either nest or are apart.
 *
 * @param sources what is merged
 * @param start where the result begins
 * @param end where the result ends, inclusive
 */
record MergePlan(List<Partition> sources, long start, long end) {

  private static final int FACTOR = 3;

  /** A plan to write a partition anew. */
  static MergePlan again(Partition partition) {
    return new MergePlan(List.of(partition), partition.start(), partition.end());
  }

  /** Returns whether the result is wider than each of its sources. */
  boolean isWider() {
    return sources.getFirst().start() != start || sources.getFirst().end() != end;
  }

  /** Finds the widest merge that is due; null when none is. */
  static @Nullable MergePlan next(Collection<Partition> partitions, MergeLimits limits) {
    long width = Partition.WIDTH_MS;
    while (width <= limits.widestMs() / FACTOR) {
      width *= FACTOR;
    }
    for (; width > Partition.WIDTH_MS; width /= FACTOR) {
      MergePlan wider = wider(partitions, width, limits);
      if (wider != null) {
        return wider;
      }
    }
    for (Partition p : partitions) {
      if (p.end() < limits.before() && p.isMergeDue() && limits.allows(p.size())) {
        return again(p);
      }
    }
    return null;
  }

  private static @Nullable MergePlan wider(
      Collection<Partition> partitions, long width, MergeLimits limits) {
    List<Partition> inside = new ArrayList<>();
    long start = Long.MIN_VALUE;
    for (Partition p : partitions) {
      long window = Math.floorDiv(p.start(), width) * width;
      if (window != start) {
        if (isDue(inside, limits)) {
          break;
        }
        inside.clear();
        start = window;
      }
      if (p.end() - p.start() + 1 < width && start + width - 1 < limits.settled()) {
        inside.add(p);
      }
    }
    if (!isDue(inside, limits)) {
      return null;
    }
    start = Math.floorDiv(inside.getFirst().start(), width) * width;
    return new MergePlan(List.copyOf(inside), start, start + width - 1);
  }

  private static boolean isDue(List<Partition> inside, MergeLimits limits) {
    return inside.size() > 1
        && limits.allowsWider(inside.stream().mapToLong(Partition::size).sum());
  }
}
