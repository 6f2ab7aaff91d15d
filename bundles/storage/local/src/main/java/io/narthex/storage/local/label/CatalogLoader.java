// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.label.v2.LabelLogVisitor;
import java.util.BitSet;

/**
 * Fills tables from a label log. Numbers that were lost with a damaged frame get stand-ins, so that
 * what follows keeps its numbers; a series one of whose pairs was lost is lost, too.
 */
final class CatalogLoader implements LabelLogVisitor {

  private static final String LOST = "\0lost";

  private final PairTable pairs;
  private final SeriesTable series;
  private final TargetTable targets;
  private final BitSet lostPairs = new BitSet();
  private final BitSet removed = new BitSet();
  private boolean lost;

  CatalogLoader(PairTable pairs, SeriesTable series, TargetTable targets) {
    this.pairs = pairs;
    this.series = series;
    this.targets = targets;
    series.filling();
  }

  @Override
  public void end(int number) {
    series.reserve(number);
  }

  @Override
  public void frame(int firstName, int firstPair, int added, int firstTarget) {
    while (pairs.nameCount() < firstName) {
      pairs.internName(LOST + pairs.nameCount());
    }
    while (pairs.count() < firstPair) {
      lostPairs.set(pairs.count());
      pairs.add(0, LOST + pairs.count());
    }
    while (targets.count() < firstTarget) {
      targets.addLost();
    }
    while (series.addedCount() < added) {
      series.lost();
      lost = true;
    }
  }

  @Override
  public void name(String text) {
    pairs.internName(text);
  }

  @Override
  public void pair(int name, String value) {
    if (pairs.nameText(name).startsWith(LOST)) {
      lostPairs.set(pairs.count());
    }
    pairs.add(name, value);
  }

  @Override
  public void series(int number, int target, int[] of, int length, byte[] in, int from, int to) {
    if (isLost(of, length)) {
      series.lost();
      series.reserve(number + 1);
      lost = true;
      return;
    }
    removed.clear(number);
    series.put(number, of, length, in, from, to);
    targets.setFirst(number, target);
  }

  /** Returns whether one of the pairs was lost. */
  private boolean isLost(int[] of, int length) {
    int count = pairs.count();
    boolean some = !lostPairs.isEmpty();
    for (int i = 0; i < length; i++) {
      if (of[i] >= count || some && lostPairs.get(of[i])) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void target(int[] of, int length) {
    if (isLost(of, length)) {
      targets.addLost();
      return;
    }
    String[] text = new String[2 * length];
    for (int i = 0; i < length; i++) {
      text[2 * i] = pairs.name(of[i]);
      text[2 * i + 1] = pairs.value(of[i]);
    }
    targets.add(Labels.ofSorted(text));
  }

  @Override
  public void also(int number, int target) {
    targets.addFurther(number, target);
  }

  @Override
  public void removed(int number) {
    removed.set(number);
  }

  @Override
  public void free(int number) {
    series.free().add(number);
    series.reserve(number + 1);
  }

  @Override
  public void torn() {
    lost = true;
  }

  /**
   * Ends the load and returns whether series may have been lost. The table of series is not yet
   * {@linkplain SeriesTable#filled filled}.
   */
  boolean finish() {
    series.counted();
    if (!removed.isEmpty()) {
      series.remove(removed);
      removed.stream().forEach(targets::forget);
    }
    return lost;
  }
}
