// SPDX-License-Identifier: Apache-2.0
package io.narthex.blocks;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file of a block is damaged or of an unknown kind; the message names file and byte. */
public final class BlockException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /** A fault in a file. */
  public BlockException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /** A fault at a byte of a file. */
  public BlockException(Path file, long offset, String problem) {
    super(file + ": byte " + offset + ": " + problem);
  }
}
