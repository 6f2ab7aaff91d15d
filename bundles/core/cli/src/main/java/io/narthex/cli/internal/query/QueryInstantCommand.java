// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates an expression at one time. */
@Command(
    name = "instant",
    mixinStandardHelpOptions = true,
    description = "Evaluate an expression at one time.")
public final class QueryInstantCommand implements Callable<Integer> {

  private final PrintStream out;

  @Parameters(index = "0", paramLabel = "SERVER", description = "URL of the server.")
  private String server = "";

  @Parameters(index = "1", paramLabel = "EXPR", description = "PromQL expression.")
  private String expression = "";

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "Evaluation time, RFC 3339 or seconds since the epoch. Default: now.")
  private String time = "";

  @Option(names = "--json", description = "Print the result as the server's JSON.")
  private boolean json;

  @Option(
      names = "--explain",
      description = "Print the plan as well, with the time, series and samples of each operator.")
  private boolean explain;

  /** Prints to a stream. */
  public QueryInstantCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", expression);
    if (!time.isEmpty()) {
      form.put("time", time);
    }
    if (explain) {
      form.put("explain", "true");
    }
    new QueryOutput(out).print(new ServerClient(server).post("/api/v1/query", form), json);
    return 0;
  }
}
