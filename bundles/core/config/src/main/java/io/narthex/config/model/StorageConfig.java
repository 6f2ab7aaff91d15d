// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

/**
 * The {@code storage} section.
 *
 * @param tsdb settings of the engine
 * @param exemplars settings of exemplars
 */
public record StorageConfig(TsdbConfig tsdb, ExemplarsConfig exemplars) {

  /** Nothing is set. */
  @SuppressWarnings("NullAway") // as the binder does
  public static final StorageConfig DEFAULT = new StorageConfig(null, null);

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public StorageConfig {
    tsdb = tsdb == null ? TsdbConfig.DEFAULT : tsdb;
    exemplars = exemplars == null ? ExemplarsConfig.DEFAULT : exemplars;
  }
}
