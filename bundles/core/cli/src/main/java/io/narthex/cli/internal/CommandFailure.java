// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import java.io.Serial;

/** A command could not do its work; the message is one line for the user. */
public final class CommandFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** A failure with its cause. */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure. */
  public CommandFailure(String message) {
    super(message);
  }
}
