// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import java.util.Map;

/**
 * Writes the result of an expression as series.
 *
 * @param name the metric's name
 * @param expression what is recorded
 * @param labels labels to add or overwrite
 */
public record RecordingRule(String name, String expression, Map<String, String> labels)
    implements Rule {

  public RecordingRule {
    labels = Map.copyOf(labels);
  }
}
