// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A whole file is of a version that this program does not know. */
public final class FutureVersionException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Names the file.
   *
   * @param found its version
   * @param known the newest version that this program reads
   */
  public FutureVersionException(Path file, int found, int known) {
    super(
        file
            + " has format version "
            + found
            + ", this program reads version "
            + known
            + ": use the program that wrote it or a newer one");
  }
}
