// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.relabel.RelabelRule;
import java.util.List;

/**
 * The {@code alerting} section.
 *
 * @param alertRelabelConfigs what becomes of all alerts that are sent
 * @param alertmanagers whom they are sent to
 */
public record AlertingConfig(
    List<RelabelRule> alertRelabelConfigs, List<AlertmanagerConfig> alertmanagers) {

  /** Nobody is sent anything. */
  public static final AlertingConfig NONE = new AlertingConfig(List.of(), List.of());

  public AlertingConfig {
    alertRelabelConfigs = Defaults.list(alertRelabelConfigs);
    alertmanagers = Defaults.list(alertmanagers);
  }
}
