// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.discovery;

import io.narthex.spi.config.Doc;
import java.util.List;

/**
 * An entry of {@code exporter_sd_configs}.
 *
 * @param names the instances to take; all when empty
 */
public record ExporterDiscoveryConfig(
    @Doc("Names of exporter instances; all of them when left out.") List<String> names) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public ExporterDiscoveryConfig {
    names = names == null ? List.of() : List.copyOf(names);
  }
}
