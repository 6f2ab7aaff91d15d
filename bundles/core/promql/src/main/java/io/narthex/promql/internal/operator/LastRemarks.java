// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.operator;

import io.narthex.promql.internal.annotation.Annotation;
import io.narthex.promql.internal.annotation.Annotations;
import io.narthex.spi.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What an operator between two vectors says. Upstream tells one remark a step, that of the last
 * pair: pairs go by the labels of the "many" side, those with a fill value on it behind the others.
 * For one thread.
 */
final class LastRemarks {

  private final int steps;
  private @Nullable Pair @Nullable [] last;

  LastRemarks(int steps) {
    this.steps = steps;
  }

  private record Pair(Labels labels, boolean filled, Annotation remark) {

    boolean isBehind(Pair other) {
      return filled == other.filled ? labels.compareTo(other.labels) >= 0 : filled;
    }
  }

  /** Takes the remark about a pair, if there is one. */
  void add(int step, Labels labels, boolean filled, @Nullable Annotation remark) {
    if (remark == null) {
      return;
    }
    if (last == null) {
      last = new Pair[steps];
    }
    Pair pair = new Pair(labels, filled, remark);
    Pair present = last[step];
    if (present == null || pair.isBehind(present)) {
      last[step] = pair;
    }
  }

  /** Tells what is left of each step. */
  void tell(Annotations annotations) {
    if (last == null) {
      return;
    }
    for (Pair pair : last) {
      if (pair != null) {
        annotations.add(pair.remark());
      }
    }
  }
}
