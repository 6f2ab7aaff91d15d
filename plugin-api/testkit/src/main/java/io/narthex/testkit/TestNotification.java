// SPDX-License-Identifier: Apache-2.0
package io.narthex.testkit;

import io.narthex.spi.config.TemplateText;
import io.narthex.spi.model.Labels;
import io.narthex.spi.notifier.Alert;
import io.narthex.spi.notifier.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A notification made for a test. Its labels in common and its group key are computed from its
 * alerts, as the host does. Templates are not rendered but come out as they are, unless {@link
 * Builder#rendering} says otherwise.
 *
 * @param receiver the receiver's name
 * @param groupKey the group's key
 * @param alerts the alerts, firing ones first
 * @param truncatedAlerts how many alerts were left out
 * @param groupLabels the labels of the group
 * @param commonLabels the labels that all alerts share
 * @param commonAnnotations the annotations that all alerts share
 * @param externalUrl the alert manager's URL
 * @param rendering what {@link #render} does to a template's text
 */
public record TestNotification(
    String receiver,
    String groupKey,
    List<Alert> alerts,
    int truncatedAlerts,
    Labels groupLabels,
    Labels commonLabels,
    Labels commonAnnotations,
    String externalUrl,
    UnaryOperator<String> rendering)
    implements Notification {

  @Override
  public String render(TemplateText template) {
    return rendering.apply(template.source());
  }

  /** Starts one for the receiver {@code test}, grouped by {@code alertname}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what goes into a notification. */
  public static final class Builder {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Alert> alerts = new ArrayList<>();
    private String receiver = "test";
    private int truncated;
    private UnaryOperator<String> rendering = UnaryOperator.identity();

    private Builder() {}

    /** Names the receiver. */
    public Builder receiver(String name) {
      receiver = name;
      return this;
    }

    /** Adds an alert that fires. */
    public Builder firing(Labels labels, Labels annotations) {
      return alert(labels, annotations, false);
    }

    /** Adds an alert that has ended after five minutes. */
    public Builder ended(Labels labels, Labels annotations) {
      return alert(labels, annotations, true);
    }

    private Builder alert(Labels labels, Labels annotations, boolean ended) {
      alerts.add(
          new Alert(
              labels,
              annotations,
              START,
              ended ? START.plusSeconds(300) : null,
              "http://localhost:9090/graph?g0.expr=up",
              String.format("%016x", labels.hashCode())));
      return this;
    }

    /** Says how many alerts were left out. */
    public Builder truncated(int count) {
      truncated = count;
      return this;
    }

    /** Says what becomes of templates. */
    public Builder rendering(UnaryOperator<String> function) {
      rendering = function;
      return this;
    }

    /** Makes the notification. */
    public TestNotification build() {
      if (alerts.isEmpty()) {
        throw new IllegalStateException("a notification has at least one alert");
      }
      List<Alert> sorted = alerts.stream().sorted(Comparator.comparing(Alert::resolved)).toList();
      Labels group = alerts.getFirst().labels().keep("alertname"::equals);
      return new TestNotification(
          receiver,
          "{}:" + group,
          sorted,
          truncated,
          group,
          common(alerts.stream().map(Alert::labels).toList()),
          common(alerts.stream().map(Alert::annotations).toList()),
          "http://localhost:9093",
          rendering);
    }

    private static Labels common(List<Labels> sets) {
      Labels first = sets.getFirst();
      return first.keep(
          name -> sets.stream().allMatch(set -> set.get(name).equals(first.get(name))));
    }
  }
}
