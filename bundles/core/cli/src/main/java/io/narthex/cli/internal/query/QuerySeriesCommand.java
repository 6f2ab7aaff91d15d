// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.ServerClient;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists series. */
@Command(
    name = "series",
    mixinStandardHelpOptions = true,
    description = "List the series that selectors match.")
public final class QuerySeriesCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @ParentCommand private @Nullable QueryCommand query;

  @Parameters(index = "0", paramLabel = "SERVER", description = "URL of the server.")
  private String server = "";

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      required = true,
      description = "Series selector; may be repeated.")
  private final List<String> matches = new ArrayList<>();

  @Mixin private RangeOptions range = new RangeOptions();

  /** Prints series to a stream, and warnings to another. */
  public QuerySeriesCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    new QueryOutput(query, out, err)
        .series(new ServerClient(server, Map.of()).post("/api/v1/series", range.form(matches)));
    return 0;
  }
}
