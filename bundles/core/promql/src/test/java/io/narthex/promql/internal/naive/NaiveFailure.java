// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.naive;

import java.io.Serial;

/** The interpreter refuses what the engine should refuse too. */
final class NaiveFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  NaiveFailure(String message) {
    super(message);
  }
}
