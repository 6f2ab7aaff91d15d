// SPDX-License-Identifier: Apache-2.0
package io.narthex.exposition.internal;

import io.narthex.exposition.ReaderMemory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of histograms were in the last body, by their order. Not safe for several threads.
 */
public final class HistogramLines implements ReaderMemory {

  private static final int INITIAL = 16;

  private @Nullable HistogramLine[] lines = new @Nullable HistogramLine[INITIAL];
  private int next;

  /** Begins a body; what the last one did not reach is forgotten. */
  void begin() {
    Arrays.fill(lines, next, lines.length, null);
    next = 0;
  }

  /** Returns what the line at this place is, if it is the same as last time. */
  @Nullable HistogramLine same(byte[] body, int from, int to, String family) {
    HistogramLine line = next < lines.length ? lines[next] : null;
    if (line == null || !line.is(body, from, to, family)) {
      return null;
    }
    next++;
    return line;
  }

  /** Puts in what the line at this place is. */
  void put(HistogramLine line) {
    if (next == lines.length) {
      lines = Arrays.copyOf(lines, 2 * next);
    }
    lines[next++] = line;
  }

  /** Returns the line before the present place, or null. */
  @Nullable HistogramLine last() {
    return next == 0 ? null : lines[next - 1];
  }
}
