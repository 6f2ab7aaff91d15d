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

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Start, RFC 3339 or seconds since the epoch.")
  private String start = "";

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "End, RFC 3339 or seconds since the epoch.")
  private String end = "";

  /** Prints series to a stream, and warnings to another. */
  public QuerySeriesCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    List<String> form = new ArrayList<>();
    matches.forEach(match -> form.addAll(List.of("match[]", match)));
    Form.addRange(form, start, end);
    new QueryOutput(query, out, err)
        .series(new ServerClient(server, Map.of()).post("/api/v1/series", form));
    return 0;
  }
}
