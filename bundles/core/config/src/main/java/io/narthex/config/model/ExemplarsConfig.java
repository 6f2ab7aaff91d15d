// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import org.jspecify.annotations.Nullable;

/**
 * Settings of exemplars.
 *
 * @param maxExemplars how many are kept, default 100000; none when not positive
 */
public record ExemplarsConfig(@Nullable Long maxExemplars) {

  /** Nothing is set. */
  public static final ExemplarsConfig DEFAULT = new ExemplarsConfig(null);

  public ExemplarsConfig {
    maxExemplars = maxExemplars == null ? 100_000L : maxExemplars;
  }
}
