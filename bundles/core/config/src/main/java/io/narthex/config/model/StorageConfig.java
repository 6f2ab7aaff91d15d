// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.ConfigNode;
import org.jspecify.annotations.Nullable;

/**
 * The {@code storage} section.
 *
 * @param tsdb settings of the engine
 * @param exemplars settings of exemplars
 * @param engine options of the storage engine itself, as its plug-in declares them; null when none
 *     are given. Narthex' own: Prometheus has no such key
 */
public record StorageConfig(
    TsdbConfig tsdb, ExemplarsConfig exemplars, @Nullable ConfigNode engine) {

  /** Nothing is set. */
  @SuppressWarnings("NullAway") // as the binder does
  public static final StorageConfig DEFAULT = new StorageConfig(null, null, null);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public StorageConfig {
    tsdb = tsdb == null ? TsdbConfig.DEFAULT : tsdb;
    exemplars = exemplars == null ? ExemplarsConfig.DEFAULT : exemplars;
  }
}
