// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.spi.model.Exemplar;
import io.narthex.spi.model.Labels;
import io.narthex.spi.storage.SeriesExemplars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest exemplars, as a plain list. */
final class ModelExemplars {

  private final int max;
  private final List<Map.Entry<Labels, Exemplar>> all = new ArrayList<>();

  ModelExemplars(int max) {
    this.max = max;
  }

  void add(Labels series, Exemplar exemplar) {
    for (Map.Entry<Labels, Exemplar> there : all) {
      if (there.getKey().equals(series)
          && there.getValue().timestampMs() >= exemplar.timestampMs()) {
        return;
      }
    }
    all.add(Map.entry(series, exemplar));
    if (all.size() > max) {
      all.removeFirst();
    }
  }

  List<SeriesExemplars> within(long from, long to) {
    Map<Labels, List<Exemplar>> found = new LinkedHashMap<>();
    for (Map.Entry<Labels, Exemplar> there : all) {
      long time = there.getValue().timestampMs();
      if (time >= from && time <= to) {
        found.computeIfAbsent(there.getKey(), s -> new ArrayList<>()).add(there.getValue());
      }
    }
    List<SeriesExemplars> listed = new ArrayList<>();
    found.forEach((series, exemplars) -> listed.add(new SeriesExemplars(series, exemplars)));
    return listed;
  }
}
