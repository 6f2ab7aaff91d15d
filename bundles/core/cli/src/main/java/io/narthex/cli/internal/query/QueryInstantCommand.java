// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.ServerClient;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Evaluates an expression at one time. */
@Command(
    name = "instant",
    mixinStandardHelpOptions = true,
    description = "Evaluate an expression at one time.")
public final class QueryInstantCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @ParentCommand private @Nullable QueryCommand query;

  @Mixin private HeaderOption header = new HeaderOption();

  @Parameters(index = "0", paramLabel = "SERVER", description = "URL of the server.")
  private String server = "";

  @Parameters(index = "1", paramLabel = "EXPR", description = "PromQL expression.")
  private String expression = "";

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "Evaluation time, RFC 3339 or seconds since the epoch. Default: now.")
  private String time = "";

  @Option(
      names = "--explain",
      description = "Print the plan as well, with the time, series and samples of each operator.")
  private boolean explain;

  /** Prints results to a stream, and warnings to another. */
  public QueryInstantCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    List<String> form = new ArrayList<>(List.of("query", expression));
    if (!time.isEmpty()) {
      Form.add(form, "time", Form.seconds(time));
    }
    if (explain) {
      form.addAll(List.of("explain", "true"));
    }
    new QueryOutput(query, out, err)
        .value(new ServerClient(server, header.headers()).post("/api/v1/query", form));
    return 0;
  }
}
