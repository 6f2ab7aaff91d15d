// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import io.narthex.spi.config.Durations;
import java.io.PrintStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Evaluates an expression at each step of a time range. */
@Command(
    name = "range",
    mixinStandardHelpOptions = true,
    description = "Evaluate an expression at each step of a time range.")
public final class QueryRangeCommand implements Callable<Integer> {

  private static final long DEFAULT_RANGE_SECONDS = 300;
  private static final int DEFAULT_STEPS = 250;

  private final PrintStream out;

  @Parameters(index = "0", paramLabel = "SERVER", description = "URL of the server.")
  private String server = "";

  @Parameters(index = "1", paramLabel = "EXPR", description = "PromQL expression.")
  private String expression = "";

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Start, RFC 3339 or seconds since the epoch. Default: five minutes before now.")
  private String start = "";

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "End, RFC 3339 or seconds since the epoch. Default: now.")
  private String end = "";

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      description = "Step, for instance 15s. Default: a second, or so that 250 steps fit.")
  private String step = "";

  @Option(names = "--json", description = "Print the result as the server's JSON.")
  private boolean json;

  @Option(
      names = "--explain",
      description = "Print the plan as well, with the time, series and samples of each operator.")
  private boolean explain;

  /** Prints to a stream. */
  public QueryRangeCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    long now = Instant.now().getEpochSecond();
    String to = end.isEmpty() ? Long.toString(now) : end;
    String from = start.isEmpty() ? Long.toString(now - DEFAULT_RANGE_SECONDS) : start;
    Map<String, String> form = new LinkedHashMap<>();
    form.put("query", expression);
    form.put("start", from);
    form.put("end", to);
    form.put("step", step.isEmpty() ? fit(from, to) : checked(step));
    if (explain) {
      form.put("explain", "true");
    }
    new QueryOutput(out).print(new ServerClient(server).post("/api/v1/query_range", form), json);
    return 0;
  }

  private static String checked(String step) {
    if (step.matches("[0-9.]+")) {
      return step;
    }
    try {
      Durations.parse(step);
      return step;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--step: " + e.getMessage(), e);
    }
  }

  private static String fit(String from, String to) {
    return Long.toString(Math.max(1, Math.ceilDiv(seconds(to) - seconds(from), DEFAULT_STEPS)));
  }

  private static long seconds(String time) {
    try {
      return time.matches("-?[0-9.]+")
          ? (long) Double.parseDouble(time)
          : OffsetDateTime.parse(time).toEpochSecond();
    } catch (RuntimeException e) {
      throw new CommandFailure(
          "\"" + time + "\" is no time; write RFC 3339 or seconds since the epoch", e);
    }
  }
}
