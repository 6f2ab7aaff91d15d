// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.append;

import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.ValidationScheme;
import io.narthex.config.relabel.Relabeler;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the labels that a target exposes to the labels that are stored: the target's own labels are
 * put in, clashes resolved, the job's rules applied, limits checked. Immutable; two are equal when
 * they do the same.
 */
public final class SampleLabels {

  private final Labels target;
  private final boolean honorLabels;
  private final Relabeler relabeler;
  private final ValidationScheme scheme;
  private final LabelLimits limits;

  /**
   * Takes what matters of a job and a target.
   *
   * @param config the job
   * @param target the labels that the target's series get
   */
  public SampleLabels(ScrapeConfig config, Labels target) {
    this.target = target;
    this.honorLabels = config.honorLabels();
    this.scheme = config.metricNameValidationScheme();
    this.relabeler = new Relabeler(config.metricRelabelConfigs(), scheme);
    this.limits = LabelLimits.of(config);
  }

  /**
   * Returns the labels to store, or null when a rule drops the series.
   *
   * @throws ScrapeException when the scrape must fail because of this series
   */
  @Nullable Labels apply(Labels exposed) throws ScrapeException {
    LabelsBuilder builder = exposed.toBuilder();
    if (honorLabels) {
      for (Label label : target) {
        if (!exposed.contains(label.name())) {
          builder.set(label.name(), label.value());
        }
      }
    } else {
      List<Label> clashing = new ArrayList<>();
      for (Label label : target) {
        String existing = exposed.get(label.name());
        if (!existing.isEmpty()) {
          clashing.add(new Label(label.name(), existing));
        }
        builder.set(label.name(), label.value());
      }
      rename(clashing, builder);
    }
    if (!relabeler.apply(builder)) {
      return null;
    }
    Labels stored = builder.build();
    if (stored.isEmpty()) {
      return null;
    }
    check(stored);
    return stored;
  }

  private static void rename(List<Label> clashing, LabelsBuilder builder) {
    clashing.sort(Comparator.comparingInt(label -> label.name().length()));
    for (Label label : clashing) {
      String name = "exported_" + label.name();
      while (!builder.get(name).isEmpty()) {
        name = "exported_" + name;
      }
      builder.set(name, label.value());
    }
  }

  private void check(Labels stored) throws ScrapeException {
    String name = stored.metricName();
    if (name.isEmpty()) {
      throw new ScrapeException(
          ScrapeException.Kind.CONTENT, "missing metric name (__name__ label)");
    }
    boolean valid = scheme.isValidMetricName(name);
    for (Label label : stored) {
      valid &= scheme.isValidLabelName(label.name()) && ValidationScheme.isValidText(label.value());
    }
    if (!valid) {
      throw new ScrapeException(
          ScrapeException.Kind.CONTENT, "invalid metric name or label names: " + stored);
    }
    limits.check(stored);
  }

  /** Returns the labels of a series about the target itself, {@code up} for instance. */
  Labels report(String name) {
    return target.with(Label.METRIC_NAME, name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SampleLabels that
        && target.equals(that.target)
        && honorLabels == that.honorLabels
        && scheme == that.scheme
        && limits.equals(that.limits)
        && relabeler.rules().equals(that.relabeler.rules());
  }

  @Override
  public int hashCode() {
    return 31 * target.hashCode() + relabeler.rules().hashCode();
  }
}
