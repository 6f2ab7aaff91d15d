// SPDX-License-Identifier: Apache-2.0
package io.narthex.remote.internal;

import java.io.Serial;

/** A request that cannot be taken and must not be sent again. */
final class BadRequestException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  BadRequestException(String message) {
    this(400, message);
  }

  BadRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Returns the HTTP status, 4xx. */
  int status() {
    return status;
  }
}
