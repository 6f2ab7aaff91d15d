// SPDX-License-Identifier: Apache-2.0
package io.narthex.spi.storage;

import java.io.Serial;

/** Data cannot be read or written; the message names the file or folder and the remedy. */
public class StorageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** A failure with its reason. */
  public StorageException(String message) {
    super(message);
  }

  /** A failure with its reason and what lies beneath. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
