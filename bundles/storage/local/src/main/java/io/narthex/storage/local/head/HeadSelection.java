// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.storage.local.memory.IntList;
import io.narthex.storage.local.select.ColumnBatch;
import io.narthex.storage.local.select.ColumnSource;
import io.narthex.storage.local.select.MaskedBatch;
import io.narthex.storage.local.select.PackedBatch;
import io.narthex.storage.local.tombstone.v1.Tombstones;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A selection: the targets are held when it is made, batches are put together when they are taken.
 *
 * <p>There is a batch per target, except that a series of several targets gets one of its own, and
 * that targets with mostly empty rows give a batch per series.
 */
public final class HeadSelection implements Selection {

  /** Below this density a batch per series is cheaper for everyone. */
  private static final double SPARSE = 0.25;

  private final Head head;
  private final long from;
  private final long to;
  private final @Nullable Set<String> labels;
  private final List<Part> parts = new ArrayList<>();
  private final List<HeldTarget> held = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final ArrayDeque<SeriesBatch> ready = new ArrayDeque<>();
  private final Set<String> damage = new ConcurrentSkipListSet<>();
  private boolean closed;

  /** Series that are in the same targets; when samples were deleted a single one. */
  private record Part(List<HeldTarget> targets, int[] series, long @Nullable [] deleted) {}

  /**
   * Holds what there is now of the series that match.
   *
   * @param matching finds the series; asked again when series were named meanwhile, because a row
   *     that is held may be the first of a series that the first look did not find, and rows are
   *     seen wholly or not at all
   * @param labels the only labels that are wanted of them, or null for all
   */
  HeadSelection(
      Head head,
      Supplier<int[]> matching,
      long from,
      long to,
      @Nullable Set<String> labels,
      Tombstones tombstones) {
    this.head = head;
    this.from = from;
    this.to = to;
    this.labels = labels;
    long before = head.labels().namings();
    int[] series = matching.get();
    try {
      Map<Integer, HeldTarget> targets = hold(series);
      arrange(head.labels().namings() == before ? series : matching.get(), targets, tombstones);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Map<Integer, HeldTarget> hold(int[] series) {
    Map<Integer, HeldTarget> targets = new HashMap<>();
    int last = -1;
    for (int s : series) {
      int first = head.labels().firstTarget(s);
      if (first != last) {
        hold(targets, first);
        last = first;
      }
      for (int further : head.labels().furtherTargets(s)) {
        hold(targets, further);
      }
    }
    return targets;
  }

  /** Makes the parts; what belongs to a target that is not held came after all that is. */
  private void arrange(int[] series, Map<Integer, HeldTarget> targets, Tombstones tombstones) {
    Map<Integer, IntList> byTarget = new HashMap<>();
    // Neighbours are mostly of the same target.
    int last = -1;
    IntList ofLast = new IntList(1);
    for (int s : series) {
      int first = head.labels().firstTarget(s);
      int[] further = head.labels().furtherTargets(s);
      long[] deleted = tombstones.of(s, from, to);
      if (deleted == null && further.length == 0) {
        if (first != last) {
          ofLast = byTarget.computeIfAbsent(first, t -> new IntList());
          last = first;
        }
        ofLast.add(s);
        continue;
      }
      List<HeldTarget> of = new ArrayList<>();
      IntStream.concat(IntStream.of(first), IntStream.of(further))
          .mapToObj(targets::get)
          .filter(Objects::nonNull)
          .forEach(of::add);
      parts.add(new Part(of, new int[] {s}, deleted));
    }
    byTarget.forEach(
        (number, numbers) -> {
          HeldTarget target = targets.get(number);
          if (target != null && !target.isEmpty()) {
            parts.add(new Part(List.of(target), numbers.toArray(), null));
          }
        });
  }

  private void hold(Map<Integer, HeldTarget> targets, int number) {
    targets.computeIfAbsent(
        number,
        n -> {
          HeldTarget one = HeldTarget.of(head.target(n), from, to);
          held.add(one);
          return one;
        });
  }

  @Override
  public @Nullable SeriesBatch next() {
    while (true) {
      synchronized (ready) {
        SeriesBatch batch = ready.poll();
        if (batch != null) {
          return batch;
        }
      }
      int part = next.getAndIncrement();
      if (part >= parts.size()) {
        synchronized (ready) {
          // Another thread may have put batches there since.
          return ready.poll();
        }
      }
      SeriesBatch batch = batch(parts.get(part));
      if (batch != null) {
        return batch;
      }
    }
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(head.missing(from, to));
    all.addAll(damage);
    return all;
  }

  private @Nullable SeriesBatch batch(Part part) {
    List<ColumnSource> sources = new ArrayList<>();
    List<HeadTarget> owners = new ArrayList<>();
    double density = 1;
    for (HeldTarget target : part.targets) {
      for (ColumnSource source : target.sources(from, to, damage)) {
        sources.add(source);
        owners.add(target.target());
        density = Math.min(density, source.density());
      }
    }
    if (sources.isEmpty()) {
      return null;
    }
    int n = part.series.length;
    int[][] columns = new int[sources.size()][n];
    int[] kept = new int[n];
    int keptCount = 0;
    for (int i = 0; i < n; i++) {
      int series = part.series[i];
      boolean any = false;
      HeadTarget owner = null;
      int hint = -1;
      for (int s = sources.size() - 1; s >= 0; s--) {
        if (owners.get(s) != owner) {
          owner = owners.get(s);
          hint = owner.columnHint(series);
        }
        int column = sources.get(s).column(series, hint);
        columns[s][keptCount] = column;
        any = any || (column >= 0 && sources.get(s).hasSample(column));
      }
      if (any) {
        kept[keptCount++] = series;
      }
    }
    if (keptCount == 0) {
      return null;
    }
    if (keptCount < n) {
      for (int s = 0; s < columns.length; s++) {
        columns[s] = Arrays.copyOf(columns[s], keptCount);
      }
      kept = Arrays.copyOf(kept, keptCount);
    }
    ColumnBatch batch = new ColumnBatch(sources, kept, columns, head.labels().reader(labels));
    if (part.deleted != null) {
      return PackedBatch.of(new MaskedBatch(batch, new long[][] {part.deleted}), 0);
    }
    return density < SPARSE ? packed(batch) : batch;
  }

  private @Nullable SeriesBatch packed(ColumnBatch batch) {
    SeriesBatch first = null;
    for (int i = 0; i < batch.seriesCount(); i++) {
      SeriesBatch one = PackedBatch.of(batch, i);
      if (one == null) {
        continue;
      }
      if (first == null) {
        first = one;
      } else {
        synchronized (ready) {
          ready.add(one);
        }
      }
    }
    return first;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      held.forEach(HeldTarget::close);
    }
  }
}
