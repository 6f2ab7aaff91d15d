// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.plan;

import java.io.Serial;

/** The expression is well formed, but with these times it makes no sense. */
public final class PlanException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  PlanException(String message) {
    super(message, null, false, false);
  }
}
