// SPDX-License-Identifier: Apache-2.0
package io.narthex.launcher;

import java.io.Serial;

/** The command line is wrong; the message is the one line that the user sees. */
final class UsageException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
