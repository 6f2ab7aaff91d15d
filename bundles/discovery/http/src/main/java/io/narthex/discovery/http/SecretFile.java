// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files with credentials or certificates. */
final class SecretFile {

  private SecretFile() {}

  /**
   * Reads a file without the space around its content, which editors like to add.
   *
   * @throws IOException with a message for the operator
   */
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new IOException("the file " + file + " does not exist; create it", e);
    } catch (IOException e) {
      throw new IOException("the file " + file + " cannot be read: " + e, e);
    }
  }
}
