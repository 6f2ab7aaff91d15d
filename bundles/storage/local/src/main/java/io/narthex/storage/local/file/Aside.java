// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts what is damaged out of the way, without losing it. */
public final class Aside {

  /** What the names of damaged files have at their end. */
  public static final String DAMAGED = ".damaged";

  private Aside() {}

  /**
   * Moves a file or folder beside its place, under a name that is not read.
   *
   * @return where it is now
   */
  public static Path move(Path path) throws IOException {
    return Files.move(path, free(path));
  }

  /**
   * Copies a file beside its place, under a name that is not read.
   *
   * @return where the copy is
   */
  public static Path copy(Path path) throws IOException {
    return Files.copy(path, free(path));
  }

  private static Path free(Path path) {
    Path aside = path.resolveSibling(path.getFileName() + DAMAGED);
    for (int i = 2; Files.exists(aside); i++) {
      aside = path.resolveSibling(path.getFileName() + DAMAGED + "-" + i);
    }
    return aside;
  }
}
