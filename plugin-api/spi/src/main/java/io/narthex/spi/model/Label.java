// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.model;

import java.util.Objects;

/**
 * One name and its value.
 *
 * @param name a non-empty UTF-8 name
 * @param value any UTF-8 text; the empty value means that the label is absent
 */
public record Label(String name, String value) {

  /** The label that holds the metric name. */
  public static final String METRIC_NAME = "__name__";

  public Label {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a label name must not be empty");
    }
  }
}
