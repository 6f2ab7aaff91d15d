// SPDX-License-Identifier: Apache-2.0
package io.narthex.storage.local.label;

import io.narthex.storage.local.file.Aside;
import io.narthex.storage.local.file.FolderNames;
import io.narthex.storage.local.label.v1.LabelLogReader;
import io.narthex.storage.local.label.v2.LabelLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files of the label store: {@code series.nxl}, the log, which is the truth, and {@code
 * index-GENERATION}, the folder of the index, which can be made again from it.
 */
final class CatalogFolder {

  private static final String LOG = "series.nxl";
  private static final String FRESH = "series.new";
  private static final String INDEX = "index-";

  /** The index of the first format. */
  private static final String OLD_INDEX = "index";

  /** So many numbers may be in use by rows that have outlived their series in a power cut. */
  private static final int MARGIN = 1 << 16;

  private final Path folder;
  private final Consumer<String> warnings;

  CatalogFolder(Path folder, Consumer<String> warnings) throws IOException {
    this.folder = folder;
    this.warnings = warnings;
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(FRESH));
  }

  Path log() {
    return folder.resolve(LOG);
  }

  /**
   * Tables that hold what the log holds.
   *
   * @param writer writes to the log
   * @param series to be {@linkplain SeriesTable#filled filled} before anything is sought
   */
  record Opened(Catalog.Writer writer, PairTable pairs, SeriesTable series) {

    int generation() {
      return writer.log().generation();
    }
  }

  /**
   * Reads what is there, or begins. {@link #finish} is to be called next.
   *
   * @param rows asked when there is no log, or a damaged one
   */
  Opened open(TargetTable targets, StoredRows rows) throws IOException {
    LabelLog.Kind kind = LabelLog.kind(log());
    PairTable pairs = new PairTable();
    SeriesTable series = new SeriesTable(pairs);
    if (kind == LabelLog.Kind.V1) {
      V1Loader old = new V1Loader(pairs, series, targets);
      LabelLogReader.read(log(), old, warnings);
      tellLost(old.finish());
      return anew(1, series.end(), pairs, series, targets);
    }
    if (kind == LabelLog.Kind.NONE) {
      return begin(pairs, series, targets, rows);
    }
    CatalogLoader loader = new CatalogLoader(pairs, series, targets);
    if (kind == LabelLog.Kind.HEADLESS) {
      warnings.accept(
          log()
              + " has a damaged header; it was copied to "
              + Aside.copy(log())
              + " and is written anew from its other parts, which are whole unless told otherwise");
      LabelLog.readHeadless(log(), loader, warnings);
      LostLog lost = new LostLog(pairs, series, targets);
      if (loader.finish()) {
        rows.forEach(lost);
      }
      return restored(index(unusedGeneration() - 1), lost, pairs, series, targets);
    }
    LabelLog log = LabelLog.open(log(), loader, warnings);
    LostLog lost = new LostLog(pairs, series, targets);
    if (loader.finish()) {
      rows.forEach(lost);
    }
    if (lost.stored() == 0) {
      log.cut();
      return new Opened(new Catalog.Writer(pairs, series, targets.count(), log), pairs, series);
    }
    log.close();
    warnings.accept(log() + " was copied to " + Aside.copy(log()) + " and is written anew");
    return restored(index(log.generation()), lost, pairs, series, targets);
  }

  /** Writes a log anew from its parts that are whole and what an index knows of the others. */
  private Opened restored(
      Path index, LostLog lost, PairTable pairs, SeriesTable series, TargetTable targets)
      throws IOException {
    int generation = unusedGeneration();
    if (lost.stored() > 0) {
      warnings.accept(
          "the damaged part of "
              + log()
              + " had "
              + lost.stored()
              + " series of which there are samples: "
              + lost.take(index));
    }
    int end = Math.max(series.end(), lost.end()) + MARGIN;
    return anew(generation, end, pairs, series, targets);
  }

  /** Begins a log, or makes one again when there are rows. */
  private Opened begin(PairTable pairs, SeriesTable series, TargetTable targets, StoredRows rows)
      throws IOException {
    String aside = "";
    if (Files.exists(log()) && Files.size(log()) > 0) {
      aside = " (it was set aside as " + Aside.move(log()) + ")";
    }
    LostLog lost = new LostLog(pairs, series, targets);
    rows.forEach(lost);
    if (lost.stored() == 0) {
      LabelLog log = LabelLog.create(log(), 1, 0);
      return new Opened(new Catalog.Writer(pairs, series, 0, log), pairs, series);
    }
    int generation = unusedGeneration();
    String found = lost.take(index(generation - 1));
    warnings.accept(
        log()
            + " is missing or empty"
            + aside
            + ", but there are samples of "
            + lost.stored()
            + " series: "
            + found);
    return anew(generation, lost.end() + MARGIN, pairs, series, targets);
  }

  private void tellLost(int count) {
    if (count > 0) {
      warnings.accept(
          log()
              + ": "
              + count
              + " series were in the damaged part and are not found any more; when they are"
              + " appended to again they are new series");
    }
  }

  /** Writes a log anew from what was read of one that is not to be written to. */
  private Opened anew(
      int generation, int end, PairTable pairs, SeriesTable series, TargetTable targets)
      throws IOException {
    series.reserve(end);
    Rewrite rewrite = new Rewrite(fresh(generation, end), pairs, series, targets);
    try {
      rewrite.copy();
      rewrite.finish();
      place();
      return new Opened(rewrite.writer(), rewrite.pairs(), rewrite.series());
    } catch (IOException | RuntimeException e) {
      try (rewrite) {
        throw e;
      }
    }
  }

  /** Returns a generation of which there is no index. */
  private int unusedGeneration() throws IOException {
    int unused = 1;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, INDEX + "*")) {
      for (Path path : all) {
        String number = path.getFileName().toString().substring(INDEX.length());
        if (number.matches("\\d{1,9}")) {
          unused = Math.max(unused, Integer.parseInt(number) + 1);
        }
      }
    }
    return unused;
  }

  /** Makes series to be found, and opens the index: makes it again when it is damaged. */
  Catalog finish(Opened opened) throws IOException {
    opened.series().filled();
    deleteOthers(index(opened.generation()));
    return new Catalog(
        opened.generation(),
        opened.pairs(),
        opened.series(),
        index(index(opened.generation()), opened.pairs(), opened.series(), opened.generation()));
  }

  /** Deletes the indexes of other generations. */
  private void deleteOthers(Path at) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, OLD_INDEX + "*")) {
      for (Path path : all) {
        String name = path.getFileName().toString();
        if (!path.equals(at) && (name.equals(OLD_INDEX) || name.matches(INDEX + "\\d+"))) {
          delete(path);
        }
      }
    }
  }

  /** Opens an index, or makes it again when it is damaged. */
  LabelIndex index(Path at, PairTable pairs, SeriesTable series, int generation)
      throws IOException {
    try {
      return new LabelIndex(at, pairs, series, generation);
    } catch (IOException | RuntimeException e) {
      warnings.accept(
          "the label index "
              + at
              + " is damaged ("
              + e.getMessage()
              + "); it is moved aside and built again from "
              + log());
      return again(at, pairs, series, generation);
    }
  }

  /** Moves an index that is closed aside and makes it again. */
  LabelIndex again(Path at, PairTable pairs, SeriesTable series, int generation)
      throws IOException {
    Files.move(at, at.resolveSibling("index.damaged-" + System.currentTimeMillis()));
    return new LabelIndex(at, pairs, series, generation);
  }

  /** Returns the folder of the index of a generation. */
  Path index(int generation) {
    return folder.resolve(INDEX + generation);
  }

  /** Begins the log of the next generation, at a temporary place. */
  LabelLog fresh(int generation, int end) throws IOException {
    return LabelLog.create(folder.resolve(FRESH), generation, end);
  }

  /** Puts the fresh log, which is safe, in the place of the old one. */
  void place() throws IOException {
    Files.move(
        folder.resolve(FRESH),
        log(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    FolderNames.force(folder);
  }

  /** Forgets a fresh log that could not be finished. */
  void discard() throws IOException {
    Files.deleteIfExists(folder.resolve(FRESH));
  }

  /** Deletes a folder with its files; those that are gone already are passed over. */
  static void delete(Path at) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(at)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return;
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
