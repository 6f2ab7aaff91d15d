// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labels of series, or those of some names only: then neighbours that have the same ones
 * get the same object. For one thread.
 */
public final class LabelReader implements IntFunction<Labels> {

  private static final byte KEPT = 1;
  private static final byte LEFT_OUT = 2;

  private final Catalog catalog;
  private final @Nullable Set<String> names;
  // By the number of a name what is done with it, 0 where that is not known yet.
  private byte[] ofName = new byte[64];
  private int[] pairs = new int[8];
  private int[] lastPairs = new int[8];
  private int lastCount;
  private Labels last = Labels.empty();

  LabelReader(Catalog catalog, @Nullable Set<String> names) {
    this.catalog = catalog;
    this.names = names;
  }

  /** Returns a series' labels by its number; none when it went long ago. */
  @Override
  public Labels apply(int number) {
    SeriesTable series = catalog.series();
    if (names == null || !series.isKnown(number)) {
      return series.labels(number);
    }
    int count = 0;
    LabelCursor cursor = series.cursor(number);
    while (cursor.next()) {
      if (isKept(catalog.pairs().nameOf(cursor.pair()))) {
        if (count == pairs.length) {
          pairs = Arrays.copyOf(pairs, 2 * count);
        }
        pairs[count++] = cursor.pair();
      }
    }
    if (count != lastCount || !Arrays.equals(pairs, 0, count, lastPairs, 0, count)) {
      last = labels(count);
      lastCount = count;
      int[] free = lastPairs;
      lastPairs = pairs;
      pairs = free;
    }
    return last;
  }

  private boolean isKept(int name) {
    if (name >= ofName.length) {
      ofName = Arrays.copyOf(ofName, Math.max(name + 1, 2 * ofName.length));
    }
    byte known = ofName[name];
    if (known == 0) {
      Set<String> kept = names;
      known = kept == null || kept.contains(catalog.pairs().nameText(name)) ? KEPT : LEFT_OUT;
      ofName[name] = known;
    }
    return known == KEPT;
  }

  private Labels labels(int count) {
    String[] text = new String[2 * count];
    for (int i = 0; i < count; i++) {
      text[2 * i] = catalog.pairs().name(pairs[i]);
      text[2 * i + 1] = catalog.pairs().value(pairs[i]);
    }
    return Labels.ofSorted(text);
  }
}
