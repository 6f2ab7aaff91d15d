// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import io.narthex.spi.model.Labels;
import java.util.List;

/**
 * A series and its values.
 *
 * @param labels the series, {@code __name__} among them
 * @param values one a step
 */
public record SeriesLine(Labels labels, List<ScriptValue> values) {

  public SeriesLine {
    values = List.copyOf(values);
  }
}
