// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.relabel.RelabelRule;
import io.narthex.config.relabel.Relabeler;
import io.narthex.scrape.RelabelStep;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A job's {@code relabel_configs}, rule by rule, so that it can be said which one did what.
 * Immutable.
 *
 * @param rules one relabeler a rule
 */
record Relabelling(List<Relabeler> rules) {

  static Relabelling of(ScrapeConfig config) {
    List<Relabeler> rules = new ArrayList<>();
    for (RelabelRule rule : config.relabelConfigs()) {
      rules.add(new Relabeler(List.of(rule), config.metricNameValidationScheme()));
    }
    return new Relabelling(List.copyOf(rules));
  }

  /** Applies the rules in place; returns the rule that dropped the target, from 0, or -1. */
  int apply(LabelsBuilder labels) {
    for (int i = 0; i < rules.size(); i++) {
      if (!rules.get(i).apply(labels)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns what each rule makes of labels. */
  List<RelabelStep> steps(Labels discovered) {
    LabelsBuilder labels = discovered.toBuilder();
    List<RelabelStep> out = new ArrayList<>();
    boolean keep = true;
    for (Relabeler rule : rules) {
      keep = keep && rule.apply(labels);
      out.add(
          new RelabelStep(rule.rules().getFirst(), keep ? labels.build() : Labels.empty(), keep));
    }
    return out;
  }
}
