// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.blocks.BlockReader;
import io.narthex.cli.internal.CommandFailure;
import io.narthex.exposition.ExpositionException;
import io.narthex.spi.storage.StorageEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes in blocks of Prometheus and OpenMetrics texts. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Take in Prometheus blocks, or OpenMetrics text with timestamps.")
public final class TsdbImportCommand implements Callable<Integer> {

  /** So many refused samples are named. */
  private static final int NAMED_REFUSALS = 10;

  private final PrintStream out;

  @Mixin private OfflineStorage storage = new OfflineStorage();

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|FILE",
      description = "Data folders of Prometheus, single blocks, or OpenMetrics files.")
  private List<Path> sources = List.of();

  private int named;

  /** Prints to a stream. */
  public TsdbImportCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<Path> inputs = new ArrayList<>();
    for (Path source : sources) {
      inputs.addAll(inputs(source));
    }
    storage.run(true, engine -> importAll(engine, inputs));
    return 0;
  }

  private static List<Path> inputs(Path source) {
    if (Files.isRegularFile(source)) {
      return List.of(source);
    }
    if (!Files.isDirectory(source)) {
      throw new CommandFailure(source + " does not exist; name a folder or an OpenMetrics file");
    }
    try {
      List<Path> blocks = BlockReader.find(source);
      if (blocks.isEmpty()) {
        throw new CommandFailure(source + " holds no block; name a data folder of Prometheus");
      }
      return blocks;
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + source + ": " + e.getMessage(), e);
    }
  }

  private void importAll(StorageEngine engine, List<Path> inputs) throws IOException {
    RowImporter importer = new RowImporter(engine, this::refused);
    for (Path input : inputs) {
      long before = importer.stored();
      if (Files.isRegularFile(input)) {
        importText(importer, input);
      } else {
        importBlock(importer, input);
      }
      out.println(input + ": " + (importer.stored() - before) + " samples");
    }
    out.println(importer.stored() + " samples taken, " + importer.refused() + " refused");
  }

  private static void importBlock(RowImporter importer, Path block) throws IOException {
    try (BlockReader reader = new BlockReader(block)) {
      List<SeriesSource> series = new ArrayList<>();
      for (var next = reader.next(); next != null; next = reader.next()) {
        series.add(new SeriesSource(next.labels(), next.samples()));
      }
      importer.importAll(series);
    }
  }

  private static void importText(RowImporter importer, Path file) throws IOException {
    try {
      importer.importAll(OpenMetricsSeries.read(Files.readAllBytes(file)));
    } catch (ExpositionException e) {
      throw new CommandFailure(file + ":" + e.line() + ":" + e.column() + ": " + e.problem(), e);
    }
  }

  private void refused(String text) {
    if (named++ < NAMED_REFUSALS) {
      out.println("refused: " + text);
    }
  }
}
