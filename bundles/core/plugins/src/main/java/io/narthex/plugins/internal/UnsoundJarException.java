// SPDX-License-Identifier: Apache-2.0
package io.narthex.plugins.internal;

import java.io.Serial;

/** A jar cannot be taken; the message is the reason that operators see, without the file's name. */
final class UnsoundJarException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  UnsoundJarException(String reason) {
    super(reason);
  }

  /** Returns the reason. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
