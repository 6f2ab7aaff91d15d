// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;

/**
 * The limits on the labels of a sample, zero for none; lengths in bytes of UTF-8.
 *
 * @param labels how many labels, the name among them
 * @param nameLength of a label's name
 * @param valueLength of a label's value
 */
record LabelLimits(long labels, long nameLength, long valueLength) {

  static LabelLimits of(ScrapeConfig config) {
    return new LabelLimits(
        config.labelLimit(), config.labelNameLengthLimit(), config.labelValueLengthLimit());
  }

  void check(Labels series) throws ScrapeException {
    if (labels > 0 && series.size() > labels) {
      throw new ScrapeException(
          ScrapeException.Kind.LABEL_LIMIT,
          "label_limit exceeded (metric: %s, number of labels: %d, limit: %d)"
              .formatted(cut(series.metricName()), series.size(), labels));
    }
    if (nameLength == 0 && valueLength == 0) {
      return;
    }
    for (Label label : series) {
      int name = utf8Length(label.name());
      if (nameLength > 0 && name > nameLength) {
        throw new ScrapeException(
            ScrapeException.Kind.LABEL_LIMIT,
            "label_name_length_limit exceeded (metric: %s, label name: %s, length: %d, limit: %d)"
                .formatted(cut(series.metricName()), cut(label.name()), name, nameLength));
      }
      int value = utf8Length(label.value());
      if (valueLength > 0 && value > valueLength) {
        throw new ScrapeException(
            ScrapeException.Kind.LABEL_LIMIT,
            "label_value_length_limit exceeded (metric: %s, label name: %s, value: \"%s\", length: %d, limit: %d)"
                .formatted(
                    cut(series.metricName()),
                    cut(label.name()),
                    cut(label.value()),
                    value,
                    valueLength));
      }
    }
  }

  private static String cut(String text) {
    return text.length() <= 50 ? text : text.substring(0, 50);
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair stands for two of the pair's four bytes.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
