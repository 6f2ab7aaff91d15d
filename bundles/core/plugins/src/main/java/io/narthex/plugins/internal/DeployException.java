// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A bundle cannot be installed or started; the message is the reason that operators see. */
final class DeployException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  DeployException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  /** Returns the reason. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
