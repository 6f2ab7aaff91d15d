// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.SpecialValues;
import io.narthex.storage.local.select.ColumnSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds single samples of single series, in all targets that a series is in. */
final class SampleLookup {

  private final Head head;

  SampleLookup(Head head) {
    this.head = head;
  }

  /** Returns the targets that a series is in. */
  private List<HeadTarget> targetsOf(int series) {
    List<HeadTarget> in = new ArrayList<>(1);
    in.add(head.target(head.labels().firstTarget(series)));
    for (int further : head.labels().furtherTargets(series)) {
      in.add(head.target(further));
    }
    return in;
  }

  /** Returns the newest sample of a series, or null when it has none. */
  @Nullable Newest newest(int series) {
    Newest newest = null;
    for (HeadTarget target : targetsOf(series)) {
      try (HeldTarget held = HeldTarget.of(target, Long.MIN_VALUE, Long.MAX_VALUE)) {
        Newest here = held.newest(series);
        if (here != null && (newest == null || here.time() > newest.time())) {
          newest = here;
        }
      }
    }
    return newest;
  }

  /** Returns the float of a series at a time, or null. */
  @Nullable Double floatAt(int series, long timestamp) {
    for (HeadTarget target : targetsOf(series)) {
      try (HeldTarget held = HeldTarget.of(target, timestamp, timestamp)) {
        for (ColumnSource source : held.sources(timestamp, timestamp)) {
          int column = source.column(series, target.columnHint(series));
          if (column >= 0) {
            double[] value = new double[1];
            source.values(column, value, 0);
            if (!SpecialValues.isAbsent(value[0])) {
              return value[0];
            }
          }
        }
      }
    }
    return null;
  }

  /** Returns the histogram of a series at a time, or null. */
  @Nullable Histogram histogramAt(int series, long timestamp) {
    for (HeadTarget target : targetsOf(series)) {
      try (HeldTarget held = HeldTarget.of(target, timestamp, timestamp)) {
        for (ColumnSource source : held.sources(timestamp, timestamp)) {
          int column = source.column(series, target.columnHint(series));
          if (column >= 0) {
            @Nullable Histogram[] histogram = new Histogram[1];
            source.histograms(column, histogram, 0);
            if (histogram[0] != null) {
              return histogram[0];
            }
          }
        }
      }
    }
    return null;
  }
}
