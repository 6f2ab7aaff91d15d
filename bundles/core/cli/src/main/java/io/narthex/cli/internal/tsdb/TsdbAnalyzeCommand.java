// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.tsdb;

import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
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
    description =
        "Tell which metrics and labels have the most series and values, and which labels come and"
            + " go.")
public final class TsdbAnalyzeCommand implements Callable<Integer> {

  /** Churn is looked for in so much of the newest samples. */
  private static final long CHURN_MS = 2 * 3_600_000L;

  private static final List<Matcher> EVERY_SERIES =
      List.of(new Matcher("__name__", Matcher.Type.REGEX, ".*"));

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
    if (statistics.minTimeMs() <= statistics.maxTimeMs()) {
      churn(engine, statistics);
    }
  }

  private void churn(StorageEngine engine, StorageStatistics statistics) {
    long to = statistics.maxTimeMs();
    long from = Math.max(statistics.minTimeMs(), to - CHURN_MS);
    LabelChurn churn = new LabelChurn(from, to);
    try (Selection selection = engine.select(new SelectRequest(EVERY_SERIES, from, to))) {
      churn.add(selection);
      selection.warnings().forEach(warning -> out.println("Warning: " + warning));
    }
    String span = " from " + Instant.ofEpochMilli(from) + " on, in whole series:";
    list("Label pairs most involved in churning" + span, churn.pairs(limit));
    list("Label names most involved in churning" + span, churn.names(limit));
  }

  private void list(String title, List<Ranked> ranking) {
    out.println();
    out.println(title);
    for (Ranked ranked : ranking) {
      out.println(ranked.value() + " " + ranked.name());
    }
  }
}
