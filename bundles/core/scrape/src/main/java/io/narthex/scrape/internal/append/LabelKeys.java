// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.spi.model.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry of a series by its labels, for exporters inside this process. A series that keeps
 * its place comes with the same labels object, which {@link #is} sees at once.
 */
final class LabelKeys implements SeriesKeys {

  private @Nullable Labels[] labels = new @Nullable Labels[64];
  private final Map<Labels, Integer> entries = new HashMap<>();

  boolean is(int entry, Labels wanted) {
    return entry >= 0 && entry < labels.length && labels[entry] == wanted;
  }

  /** Returns the entry with these labels, or -1. */
  int find(Labels wanted) {
    Integer entry = entries.get(wanted);
    if (entry == null) {
      return -1;
    }
    // Remembers the object that comes now, for the next comparison.
    labels[entry] = wanted;
    return entry;
  }

  void put(int entry, Labels added) {
    if (entry >= labels.length) {
      labels = Arrays.copyOf(labels, Math.max(entry + 1, 2 * labels.length));
    }
    labels[entry] = added;
    entries.put(added, entry);
  }

  @Override
  public void remove(int entry) {
    if (entry < labels.length) {
      Labels removed = labels[entry];
      if (removed != null) {
        entries.remove(removed);
        labels[entry] = null;
      }
    }
  }

  @Override
  public void clear() {
    Arrays.fill(labels, null);
    entries.clear();
  }
}
