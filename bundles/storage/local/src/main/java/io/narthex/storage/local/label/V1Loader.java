// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.spi.model.Labels;
import io.narthex.storage.local.label.v1.LabelLogReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills tables from a label log of version 1. */
final class V1Loader implements LabelLogReader.Visitor {

  private final PairTable pairs;
  private final SeriesTable series;
  private final TargetTable targets;
  // Null for symbols that were lost with a damaged frame.
  private final List<@Nullable String> symbols = new ArrayList<>();
  private int seriesCount;
  private int lost;

  V1Loader(PairTable pairs, SeriesTable series, TargetTable targets) {
    this.pairs = pairs;
    this.series = series;
    this.targets = targets;
  }

  @Override
  public void frame(int firstSymbol, int firstSeries, int firstTarget) {
    while (symbols.size() < firstSymbol) {
      symbols.add(null);
    }
    while (targets.count() < firstTarget) {
      addLostTarget();
    }
    while (seriesCount < firstSeries) {
      series.reserve(++seriesCount);
      lost++;
    }
  }

  private void addLostTarget() {
    targets.add(Labels.of("narthex_lost_target", Integer.toString(targets.count())));
  }

  @Override
  public void symbol(String text) {
    symbols.add(text);
  }

  private @Nullable String text(int symbol) {
    return symbol < symbols.size() ? symbols.get(symbol) : null;
  }

  @Override
  public void series(int target, int[] of, int length) {
    int number = seriesCount++;
    int[] numbers = new int[length / 2];
    for (int i = 0; i < numbers.length; i++) {
      String name = text(of[2 * i]);
      String value = text(of[2 * i + 1]);
      if (name == null || value == null) {
        series.reserve(seriesCount);
        lost++;
        return;
      }
      numbers[i] = pairs.intern(name, value);
    }
    series.put(number, numbers, numbers.length);
    targets.setFirst(number, target);
  }

  @Override
  public void target(int[] of, int length) {
    String[] labels = new String[length];
    for (int i = 0; i < length; i++) {
      String text = text(of[i]);
      if (text == null) {
        addLostTarget();
        return;
      }
      labels[i] = text;
    }
    targets.add(Labels.ofSorted(labels));
  }

  @Override
  public void also(int number, int target) {
    targets.addFurther(number, target);
  }

  /** Returns how many series were lost. */
  int finish() {
    return lost;
  }
}
