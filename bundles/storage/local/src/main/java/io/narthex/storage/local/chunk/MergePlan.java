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

  /**
   * Finds the widest merge that is due.
   *
   * @param settled only what ends before this time is made wider
   * @param before partitions that end before this time are written as one file
   * @param widest how wide a partition may become, in milliseconds
   * @param budget files that take more bytes are left alone; 0 for no limit
   * @return null when nothing is due
   */
  static @Nullable MergePlan next(
      Collection<Partition> partitions, long settled, long before, long widest, long budget) {
    long width = Partition.WIDTH_MS;
    while (width <= widest / FACTOR) {
      width *= FACTOR;
    }
    for (; width > Partition.WIDTH_MS; width /= FACTOR) {
      MergePlan wider = wider(partitions, width, settled, budget);
      if (wider != null) {
        return wider;
      }
    }
    for (Partition p : partitions) {
      if (p.end() < before && p.isMergeDue() && (budget == 0 || p.size() <= budget)) {
        return again(p);
      }
    }
    return null;
  }

  private static @Nullable MergePlan wider(
      Collection<Partition> partitions, long width, long settled, long budget) {
    List<Partition> inside = new ArrayList<>();
    long start = Long.MIN_VALUE;
    for (Partition p : partitions) {
      long window = Math.floorDiv(p.start(), width) * width;
      if (window != start && isDue(inside, budget)) {
        break;
      }
      if (window != start) {
        inside.clear();
        start = window;
      }
      if (p.end() - p.start() + 1 < width && start + width - 1 < settled) {
        inside.add(p);
      }
    }
    return isDue(inside, budget)
        ? new MergePlan(
            List.copyOf(inside),
            Math.floorDiv(inside.getFirst().start(), width) * width,
            Math.floorDiv(inside.getFirst().start(), width) * width + width - 1)
        : null;
  }

  private static boolean isDue(List<Partition> inside, long budget) {
    return inside.size() > 1
        && (budget == 0 || inside.stream().mapToLong(Partition::size).sum() <= budget);
  }
}
