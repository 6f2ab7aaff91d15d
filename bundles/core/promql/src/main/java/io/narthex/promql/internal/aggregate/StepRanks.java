// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.aggregate;

import io.narthex.promql.internal.execution.Limits;
import io.narthex.promql.internal.execution.SeriesBytes;
import io.narthex.promql.internal.execution.StepSeries;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.SpecialValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The largest or smallest values of a group at each step so far, NaN being the worst, and whose
 * they are. Series are taken one after the other and not kept: what is held are the best at each
 * step and the labels of their series. Of equal values the one counts whose labels sort first, so
 * that it does not matter which thread comes first. For one thread.
 */
final class StepRanks {

  private final Limits limits;
  private final boolean top;
  // How many are wanted at each step.
  private final int[] wanted;
  // For each step a heap with the worst at its root: values, and the slots of their series.
  private final double[][] values;
  private final int[][] owners;
  private final int[] sizes;
  // Whether a step has as many as are wanted, and what others must be better than then.
  private final boolean[] full;
  private final double[] bars;

  // A slot is a series that is among the best at some steps, or free when there are none.
  private @Nullable Labels[] labels = new Labels[8];
  private boolean[] dropNames = new boolean[8];
  private int[] uses = new int[8];
  private int slots;
  private final ArrayList<Integer> free = new ArrayList<>();

  // The series that is taken, and whose slot it was compared with last: often the worst at many
  // steps. -1 for none.
  private Labels candidate = Labels.empty();
  private int rival;
  private boolean ahead;

  /**
   * Ranks without values.
   *
   * @param params how many are wanted at each step
   */
  StepRanks(Limits limits, boolean top, double[] params) {
    int steps = params.length;
    this.limits = limits;
    this.top = top;
    this.wanted = new int[steps];
    this.values = new double[steps][0];
    this.owners = new int[steps][0];
    this.sizes = new int[steps];
    this.full = new boolean[steps];
    this.bars = new double[steps];
    for (int i = 0; i < steps; i++) {
      wanted[i] = (int) Math.clamp((long) params[i], 0, Integer.MAX_VALUE);
      full[i] = wanted[i] == 0;
      // Nothing is better than this.
      bars[i] = top ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    limits.holdBytes(stepBytes());
  }

  private long stepBytes() {
    return 64L * wanted.length;
  }

  /** Gives back what was accounted for. */
  void release() {
    limits.releaseBytes(stepBytes());
    for (double[] heap : values) {
      limits.release(2L * heap.length);
    }
    for (int slot = 0; slot < slots; slot++) {
      Labels of = labels[slot];
      if (of != null) {
        limits.releaseBytes(SeriesBytes.of(of));
      }
    }
  }

  /** Takes the floats of a series. */
  void add(StepSeries series) {
    int slot = -1;
    compete(series.labels());
    double[] v = series.values();
    for (int step = 0; step < v.length; step++) {
      double value = v[step];
      if (passes(value, step) && !SpecialValues.isAbsent(value)) {
        if (slot < 0) {
          slot = slot(series.labels(), series.dropName());
        }
        put(step, value, slot);
      }
    }
  }

  /** Takes what another thread has ranked. */
  void merge(StepRanks other) {
    int[] own = new int[other.slots];
    Arrays.fill(own, -1);
    for (int step = 0; step < sizes.length; step++) {
      for (int i = 0; i < other.sizes[step]; i++) {
        double value = other.values[step][i];
        int theirs = other.owners[step][i];
        Labels of = other.labelsOf(theirs);
        compete(of);
        if (passes(value, step)) {
          if (own[theirs] < 0) {
            own[theirs] = slot(of, other.dropNames[theirs]);
            // Not given to another series before all steps are through.
            uses[own[theirs]]++;
          }
          put(step, value, own[theirs]);
        }
      }
    }
    for (int slot : own) {
      if (slot >= 0) {
        unuse(slot);
      }
    }
  }

  private void compete(Labels of) {
    candidate = of;
    rival = -1;
  }

  /** Returns whether a value of the candidate is among the best so far. */
  private boolean passes(double value, int step) {
    if (!full[step]) {
      return true;
    }
    double bar = bars[step];
    if (top ? value > bar : value < bar) {
      return true;
    }
    return same(value, bar)
        ? sizes[step] > 0 && aheadOf(owners[step][0])
        : Double.isNaN(bar) && !Double.isNaN(value);
  }

  private boolean aheadOf(int slot) {
    if (rival != slot) {
      rival = slot;
      ahead = candidate.compareTo(labelsOf(slot)) < 0;
    }
    return ahead;
  }

  private static boolean same(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  private Labels labelsOf(int slot) {
    Labels of = labels[slot];
    if (of == null) {
      throw new IllegalStateException("a series among the best has no labels");
    }
    return of;
  }

  private int slot(Labels of, boolean dropName) {
    limits.holdBytes(SeriesBytes.of(of));
    int slot = free.isEmpty() ? slots++ : free.removeLast();
    if (slot == uses.length) {
      labels = Arrays.copyOf(labels, 2 * slot);
      dropNames = Arrays.copyOf(dropNames, 2 * slot);
      uses = Arrays.copyOf(uses, 2 * slot);
    }
    labels[slot] = of;
    dropNames[slot] = dropName;
    return slot;
  }

  private void unuse(int slot) {
    Labels of = labels[slot];
    if (--uses[slot] == 0 && of != null) {
      limits.releaseBytes(SeriesBytes.of(of));
      labels[slot] = null;
      free.add(slot);
    }
  }

  private void put(int step, double value, int slot) {
    uses[slot]++;
    if (full[step]) {
      unuse(owners[step][0]);
      values[step][0] = value;
      owners[step][0] = slot;
      sink(step, sizes[step]);
    } else {
      push(step, value, slot);
    }
    if (sizes[step] == wanted[step]) {
      full[step] = true;
      bars[step] = values[step][0];
    }
  }

  private void push(int step, double value, int slot) {
    int i = sizes[step]++;
    if (i == values[step].length) {
      int length = Math.min(wanted[step], Math.max(4, 2 * i));
      limits.hold(2L * (length - i));
      values[step] = Arrays.copyOf(values[step], length);
      owners[step] = Arrays.copyOf(owners[step], length);
    }
    double[] v = values[step];
    int[] o = owners[step];
    while (i > 0 && worse(value, slot, v[(i - 1) / 2], o[(i - 1) / 2])) {
      v[i] = v[(i - 1) / 2];
      o[i] = o[(i - 1) / 2];
      i = (i - 1) / 2;
    }
    v[i] = value;
    o[i] = slot;
  }

  private void sink(int step, int size) {
    double[] v = values[step];
    int[] o = owners[step];
    double value = v[0];
    int slot = o[0];
    int i = 0;
    while (2 * i + 1 < size) {
      int child = 2 * i + 1;
      if (child + 1 < size && worse(v[child + 1], o[child + 1], v[child], o[child])) {
        child++;
      }
      if (!worse(v[child], o[child], value, slot)) {
        break;
      }
      v[i] = v[child];
      o[i] = o[child];
      i = child;
    }
    v[i] = value;
    o[i] = slot;
  }

  /** Returns whether the first value, of the series in a slot, ranks below the second. */
  private boolean worse(double a, int slotOfA, double b, int slotOfB) {
    if (same(a, b)) {
      return labelsOf(slotOfA).compareTo(labelsOf(slotOfB)) > 0;
    }
    if (Double.isNaN(a)) {
      return true;
    }
    return top ? a < b : a > b;
  }

  /**
   * Returns the series with what is among the best of them: those of a single step with the best
   * first, others sorted by labels. Nothing can be taken afterwards.
   */
  List<StepSeries> result() {
    if (wanted.length == 1) {
      return ordered();
    }
    StepSeries[] all = new StepSeries[slots];
    for (int step = 0; step < sizes.length; step++) {
      for (int i = 0; i < sizes[step]; i++) {
        int slot = owners[step][i];
        if (all[slot] == null) {
          all[slot] = series(slot);
        }
        all[slot].set(step, values[step][i]);
      }
    }
    return IntStream.range(0, slots)
        .filter(slot -> labels[slot] != null)
        .boxed()
        .sorted(Comparator.comparing(this::labelsOf))
        .map(slot -> all[slot])
        .toList();
  }

  private List<StepSeries> ordered() {
    StepSeries[] result = new StepSeries[sizes[0]];
    for (int n = sizes[0] - 1; n >= 0; n--) {
      result[n] = series(owners[0][0]);
      result[n].set(0, values[0][0]);
      values[0][0] = values[0][n];
      owners[0][0] = owners[0][n];
      sink(0, n);
    }
    return List.of(result);
  }

  private StepSeries series(int slot) {
    StepSeries series = new StepSeries(wanted.length);
    series.label(labelsOf(slot), dropNames[slot]);
    return series;
  }
}
