// SPDX-License-Identifier: Apache-2.0
package io.narthex.sample.exporter;

import io.narthex.spi.config.Doc;
import java.nio.file.Path;

/**
 * What can be configured. Nothing is required, so one instance runs without being listed.
 *
 * @param folder the folder to look at
 */
@Doc("Counts the files of a folder.")
public record FolderConfig(
    @Doc("The folder to look at; the machine's folder for temporary files when absent.")
        Path folder) {

  /** The host gives null for what is absent. */
  public FolderConfig {
    if (folder == null) {
      folder = Path.of(System.getProperty("java.io.tmpdir"));
    }
  }
}
