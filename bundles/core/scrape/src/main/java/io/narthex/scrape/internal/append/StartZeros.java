// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Histogram.ResetHint;
import io.narthex.spi.storage.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The zeros at the times at which series began to count: where such a time is new, a zero is stored
 * at it, so that the first increase is seen. Not safe for several threads.
 */
final class StartZeros {

  private long[] known = new long[0];
  private final List<Begin> begins = new ArrayList<>(0);

  /** The begin of a series; with the first histogram when it is one of histograms. */
  private record Begin(int entry, long startMs, @Nullable Histogram first) {}

  /** Takes since when the sample of an entry counts. */
  void take(int entry, long startMs, long sampleMs, @Nullable Histogram histogram) {
    if (entry >= known.length) {
      known = Arrays.copyOf(known, Math.max(entry + 1, known.length + (known.length >> 1)));
    }
    // Not after the sample, which a target with a wrong clock may say.
    if (known[entry] != startMs && startMs < sampleMs) {
      begins.add(new Begin(entry, startMs, histogram));
    }
  }

  /** Forgets an entry, whose number will be given again. */
  void forget(int entry) {
    if (entry < known.length) {
      known[entry] = 0;
    }
  }

  /** Forgets all entries. */
  void forgetAll() {
    Arrays.fill(known, 0);
  }

  /** Forgets the zeros of a scrape. */
  void clear() {
    begins.clear();
  }

  /** Writes the zeros, oldest first; to be called before the samples themselves are written. */
  void write(RowWriter out, SeriesTable table) {
    if (begins.isEmpty()) {
      return;
    }
    begins.sort((a, b) -> Long.compare(a.startMs(), b.startMs()));
    long row = Long.MIN_VALUE;
    for (Begin begin : begins) {
      int column = table.column(begin.entry());
      if (column < 0) {
        continue;
      }
      if (begin.startMs() != row) {
        row = begin.startMs();
        out.row(row);
      }
      Histogram first = begin.first();
      if (first == null) {
        out.set(column, 0);
      } else {
        out.setHistogram(column, zero(first));
      }
      known[begin.entry()] = begin.startMs();
    }
  }

  private static Histogram zero(Histogram like) {
    return new Histogram(
        like.schema(),
        like.integer(),
        like.resetHint() == ResetHint.GAUGE ? ResetHint.GAUGE : ResetHint.RESET,
        like.zeroThreshold(),
        0,
        0,
        0,
        List.of(),
        new double[0],
        List.of(),
        new double[0],
        like.customBounds());
  }
}
