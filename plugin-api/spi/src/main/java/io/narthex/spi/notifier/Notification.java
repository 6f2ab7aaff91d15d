// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.notifier;

import io.narthex.spi.config.TemplateText;
import io.narthex.spi.model.Labels;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** One notification: a group of alerts for one receiver. Immutable; safe for several threads. */
@ProviderType
public interface Notification {

  /** Returns the receiver's name. */
  String receiver();

  /**
   * Returns the key of the group, stable over the group's life; receivers use it to deduplicate.
   */
  String groupKey();

  /** Returns the alerts, firing ones first. */
  List<Alert> alerts();

  /** Returns how many alerts were left out because of the receiver's limit. */
  int truncatedAlerts();

  /** Returns the labels that the route groups by. */
  Labels groupLabels();

  /** Returns the labels that all alerts share. */
  Labels commonLabels();

  /** Returns the annotations that all alerts share. */
  Labels commonAnnotations();

  /** Returns the URL under which the alert manager's UI is reached from outside. */
  String externalUrl();

  /** Returns whether every alert has ended. */
  default boolean resolved() {
    return alerts().stream().allMatch(Alert::resolved);
  }

  /**
   * Renders a configured text for this notification.
   *
   * @throws IllegalArgumentException when the template fails, with the position in its text
   */
  String render(TemplateText template);
}
