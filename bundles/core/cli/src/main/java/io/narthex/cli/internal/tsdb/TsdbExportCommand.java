// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.blocks.BlockWriter;
import io.narthex.cli.internal.CommandFailure;
import io.narthex.promql.internal.parser.ParseException;
import io.narthex.promql.internal.parser.Parser;
import io.narthex.spi.model.Histogram;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.model.SpecialValues;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import io.narthex.spi.storage.SeriesBatch;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageStatistics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes samples as blocks of Prometheus, each of two hours. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write the samples as Prometheus blocks of two hours.")
public final class TsdbExportCommand implements Callable<Integer> {

  private static final long BLOCK_MS = 7_200_000;

  private final PrintStream out;

  @Mixin private OfflineStorage storage = new OfflineStorage();

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "Folder for the blocks; it may be a data folder of Prometheus.")
  private Path folder = Path.of("");

  @Option(
      names = "--min-time",
      paramLabel = "MS",
      description = "The first millisecond to write. Default: the oldest sample.")
  private long minMs = Long.MIN_VALUE;

  @Option(
      names = "--max-time",
      paramLabel = "MS",
      description = "The last millisecond to write. Default: the newest sample.")
  private long maxMs = Long.MAX_VALUE;

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      defaultValue = "{__name__=~\"(?s:.*)\"}",
      description = "Which series to write. Default: all.")
  private String match = "";

  /** Prints to a stream. */
  public TsdbExportCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<Matcher> matchers;
    try {
      matchers = Parser.parseSelector(match);
    } catch (ParseException e) {
      throw new CommandFailure("--match: " + e.getMessage(), e);
    }
    storage.run(false, engine -> export(engine, matchers));
    return 0;
  }

  private void export(StorageEngine engine, List<Matcher> matchers) throws IOException {
    StorageStatistics statistics = engine.statistics(1);
    long from = Math.max(minMs, statistics.minTimeMs());
    long to = Math.min(maxMs, statistics.maxTimeMs());
    Files.createDirectories(folder);
    // Prometheus' own tools open the log of a data folder, even when there is nothing in it.
    Files.createDirectories(folder.resolve("wal"));
    int blocks = 0;
    for (long begin = Math.floorDiv(from, BLOCK_MS) * BLOCK_MS;
        from <= to && begin <= to;
        begin += BLOCK_MS) {
      Path block = block(engine, matchers, begin, from, to);
      if (block != null) {
        out.println(block);
        blocks++;
      }
    }
    out.println(blocks + (blocks == 1 ? " block" : " blocks") + " written to " + folder);
  }

  private @Nullable Path block(
      StorageEngine engine, List<Matcher> matchers, long begin, long from, long to)
      throws IOException {
    SelectRequest request =
        new SelectRequest(matchers, Math.max(begin, from), Math.min(begin + BLOCK_MS - 1, to));
    try (BlockWriter writer = new BlockWriter(folder, begin, begin + BLOCK_MS);
        Selection selection = engine.select(request)) {
      double[] values = new double[0];
      @Nullable Histogram[] histograms = new Histogram[0];
      for (SeriesBatch batch = selection.next(); batch != null; batch = selection.next()) {
        if (values.length < batch.rowCount()) {
          values = new double[batch.rowCount()];
          histograms = new Histogram[batch.rowCount()];
        }
        for (int i = 0; i < batch.seriesCount(); i++) {
          write(writer, batch, i, values, histograms);
        }
      }
      for (String warning : selection.warnings()) {
        out.println("WARNING: " + warning);
      }
      return writer.finish();
    }
  }

  private static void write(
      BlockWriter writer,
      SeriesBatch batch,
      int index,
      double[] values,
      @Nullable Histogram[] histograms)
      throws IOException {
    SeriesBatch.Kind kind = batch.kind(index);
    if (kind != SeriesBatch.Kind.HISTOGRAMS) {
      batch.values(index, values, 0);
    }
    if (kind != SeriesBatch.Kind.FLOATS) {
      batch.histograms(index, histograms, 0);
    }
    long[] times = batch.timestamps();
    try (BlockWriter.SeriesWriter series = writer.series(batch.labels(index))) {
      for (int row = 0; row < batch.rowCount(); row++) {
        Histogram histogram = kind == SeriesBatch.Kind.FLOATS ? null : histograms[row];
        if (histogram != null) {
          series.add(times[row], histogram);
        } else if (kind != SeriesBatch.Kind.HISTOGRAMS && !SpecialValues.isAbsent(values[row])) {
          series.add(times[row], values[row]);
        }
      }
    }
  }
}
