// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import java.io.Serial;

/** The engine takes no further series; the message names the limit and the label that grew. */
public final class LimitExceededException extends StorageException {

  @Serial private static final long serialVersionUID = 1L;

  /** A refusal with its reason. */
  public LimitExceededException(String message) {
    super(message);
  }
}
