// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the labels of series and of exemplars. For one thread at a time. */
final class SeriesLabels {

  private final LabelTexts texts = new LabelTexts();
  private final List<LabelTexts.Text> read = new ArrayList<>();

  /**
   * Reads a run of fields that are messages {@code Label}, up to the end of the view.
   *
   * @return the labels, or null when they cannot name a series: no metric name, an empty or doubled
   *     label name, text that is not UTF-8
   */
  @Nullable Labels series(WireReader wire) {
    read.clear();
    boolean sorted = true;
    boolean named = false;
    String before = "";
    try {
      while (wire.more()) {
        wire.tag();
        LabelTexts.Text text = texts.read(wire);
        // Senders sort; what they do not sort, or what is unusual, takes the way of any order.
        sorted &= text.plain() && !text.value().isEmpty() && before.compareTo(text.name()) < 0;
        before = text.name();
        named |= before.equals(Label.METRIC_NAME);
        read.add(text);
      }
    } catch (BadRequestException e) {
      return null;
    }
    if (!named) {
      return null;
    }
    return sorted ? inOrder() : inAnyOrder();
  }

  private Labels inOrder() {
    String[] pairs = new String[2 * read.size()];
    int n = 0;
    for (LabelTexts.Text text : read) {
      pairs[n++] = text.name();
      pairs[n++] = text.value();
    }
    return Labels.ofSorted(pairs);
  }

  private @Nullable Labels inAnyOrder() {
    LabelsBuilder builder = new LabelsBuilder();
    for (LabelTexts.Text text : read) {
      if (text.name().isEmpty() || builder.contains(text.name())) {
        return null;
      }
      builder.set(text.name(), text.value());
    }
    Labels labels = builder.build();
    return labels.contains(Label.METRIC_NAME) ? labels : null;
  }

  /** Reads one message {@code Label} into a builder; the first of a name counts. */
  void label(WireReader wire, LabelsBuilder builder) throws BadRequestException {
    LabelTexts.Text text = texts.read(wire);
    if (!text.name().isEmpty() && !builder.contains(text.name())) {
      builder.set(text.name(), text.value());
    }
  }
}
