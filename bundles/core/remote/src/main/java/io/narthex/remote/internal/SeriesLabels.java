// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import org.jspecify.annotations.Nullable;

/** Reads the labels of a series or an exemplar. */
final class SeriesLabels {

  private SeriesLabels() {}

  /**
   * Reads a run of fields that are messages {@code Label}, up to the end of the view.
   *
   * @return the labels, or null when they cannot name a series: no metric name, an empty or doubled
   *     label name, text that is not UTF-8
   */
  static @Nullable Labels series(WireReader wire) {
    LabelsBuilder builder = new LabelsBuilder();
    try {
      while (wire.more()) {
        wire.tag();
        if (!label(wire, builder)) {
          return null;
        }
      }
    } catch (BadRequestException e) {
      return null;
    }
    Labels labels = builder.build();
    return labels.contains(Label.METRIC_NAME) ? labels : null;
  }

  /**
   * Reads one message {@code Label} into a builder.
   *
   * @return false when the name is empty or was there before
   */
  static boolean label(WireReader wire, LabelsBuilder builder) throws BadRequestException {
    String name = "";
    String value = "";
    int outer = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag >>> 3) {
        case 1 -> name = wire.text();
        case 2 -> value = wire.text();
        default -> wire.skip(tag);
      }
    }
    wire.leave(outer);
    if (name.isEmpty() || builder.contains(name)) {
      return false;
    }
    builder.set(name, value);
    return true;
  }
}
