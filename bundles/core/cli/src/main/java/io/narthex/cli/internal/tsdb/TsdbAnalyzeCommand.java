// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.spi.storage.StorageEngine;
import io.narthex.spi.storage.StorageStatistics;
import io.narthex.spi.storage.StorageStatistics.Ranked;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what takes the space. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Tell which metrics and labels have the most series and values.")
public final class TsdbAnalyzeCommand implements Callable<Integer> {

  private final PrintStream out;

  @Mixin private OfflineStorage storage = new OfflineStorage();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many entries each list has. Default: 20.")
  private int limit;

  /** Prints to a stream. */
  public TsdbAnalyzeCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    storage.run(false, this::analyze);
    return 0;
  }

  private void analyze(StorageEngine engine) {
    StorageStatistics statistics = engine.statistics(limit);
    out.println("Series: " + statistics.series());
    out.println("Label pairs: " + statistics.labelPairs());
    out.println("Bytes on disk: " + statistics.diskBytes());
    if (statistics.minTimeMs() <= statistics.maxTimeMs()) {
      out.println(
          "Time: "
              + Instant.ofEpochMilli(statistics.minTimeMs())
              + " to "
              + Instant.ofEpochMilli(statistics.maxTimeMs()));
    }
    list("Metrics with the most series:", statistics.seriesByMetric());
    list("Label pairs with the most series:", statistics.seriesByPair());
    list("Labels with the most values:", statistics.valuesByLabel());
    list("Labels whose values take the most bytes:", statistics.bytesByLabel());
  }

  private void list(String title, List<Ranked> ranking) {
    out.println();
    out.println(title);
    for (Ranked ranked : ranking) {
      out.println(ranked.value() + " " + ranked.name());
    }
  }
}
