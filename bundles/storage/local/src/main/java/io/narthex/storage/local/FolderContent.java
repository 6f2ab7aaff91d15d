// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local;

import io.narthex.storage.local.label.v2.LabelLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks whether the parts of a data folder fit together, before anything is changed in it. */
final class FolderContent {

  /** A log segment or chunk file of that size has nothing in it. */
  private static final long EMPTY_BYTES = 64;

  private FolderContent() {}

  /**
   * Checks that there are labels where there are samples. Without them the samples belong to
   * nobody, and numbers of series that they use would be given to others.
   *
   * @throws IOException when the label log is missing or empty though there are samples
   */
  static void check(Path folder) throws IOException {
    Path labels = folder.resolve("labels").resolve("series.nxl");
    if (LabelLog.kind(labels) != LabelLog.Kind.NONE) {
      return;
    }
    Optional<Path> samples =
        samples(folder.resolve("chunks")).or(() -> samples(folder.resolve("wal")));
    if (samples.isPresent()) {
      throw new IOException(
          labels
              + " is missing or empty, but there are samples in "
              + samples.get()
              + ": restore it from a snapshot; or move the samples away to begin anew");
    }
  }

  private static Optional<Path> samples(Path in) {
    if (!Files.isDirectory(in)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(in)) {
      return files
          .filter(file -> file.toString().endsWith(".nxc") || file.toString().endsWith(".nxw"))
          .filter(file -> file.toFile().length() > EMPTY_BYTES)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + in, e);
    }
  }
}
