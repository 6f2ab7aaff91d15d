// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.head;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/** What is said beside samples, with the files that keep it. */
record Notes(ExemplarStore exemplars, MetadataStore metadata) implements AutoCloseable {

  /**
   * Opens the files of a folder, or makes them.
   *
   * @param maxExemplars how many exemplars are kept; asked before each is added
   * @param known whether there is a series
   * @param warnings told of damage
   */
  static Notes open(
      Path folder, LongSupplier maxExemplars, IntPredicate known, Consumer<String> warnings)
      throws IOException {
    ExemplarStore exemplars =
        new ExemplarStore(folder.resolve("exemplars.nxe"), maxExemplars, known, warnings);
    try {
      return new Notes(exemplars, new MetadataStore(folder.resolve("metadata.nxm"), warnings));
    } catch (IOException | RuntimeException e) {
      try (exemplars) {
        throw e;
      }
    }
  }

  /** Makes everything that was said safe against a power cut. */
  void force() throws IOException {
    exemplars.force();
    metadata.force();
  }

  /** Copies the files into a folder. */
  void copyTo(Path folder) throws IOException {
    exemplars.copyTo(folder);
    metadata.copyTo(folder);
  }

  @Override
  public void close() throws IOException {
    try (exemplars) {
      metadata.close();
    }
  }
}
