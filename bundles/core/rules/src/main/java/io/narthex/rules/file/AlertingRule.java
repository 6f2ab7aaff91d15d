// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.file;

import java.time.Duration;
import java.util.Map;

/**
 * Makes an alert of each series that an expression returns.
 *
 * @param name the alert's name
 * @param expression what must not be
 * @param holdFor how long it must last before the alert fires
 * @param keepFiringFor how long the alert goes on after the expression returned nothing
 * @param labels labels to add or overwrite, as templates
 * @param annotations texts for people, as templates
 */
public record AlertingRule(
    String name,
    String expression,
    Duration holdFor,
    Duration keepFiringFor,
    Map<String, String> labels,
    Map<String, String> annotations)
    implements Rule {

  public AlertingRule {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
