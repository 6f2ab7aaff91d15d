// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import org.jspecify.annotations.Nullable;

/**
 * The {@code runtime} section.
 *
 * @param gogc upstream's garbage collector setting, default 75; read and shown for compatibility,
 *     without effect here
 */
public record RuntimeConfig(@Nullable Integer gogc) {

  public RuntimeConfig {
    gogc = gogc == null || gogc == 0 ? 75 : gogc;
  }
}
