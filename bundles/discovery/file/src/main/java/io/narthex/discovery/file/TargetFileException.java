// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.file;

import java.io.Serial;
import java.nio.file.Path;

/** Says where a file is not what a file of targets must be, and what to do. */
final class TargetFileException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /**
   * Makes the message {@code file:line:column: problem}.
   *
   * @param line from 1, or 0 when the problem is the whole file's
   */
  TargetFileException(Path file, int line, int column, String problem) {
    super(line == 0 ? file + ": " + problem : file + ":" + line + ":" + column + ": " + problem);
  }
}
