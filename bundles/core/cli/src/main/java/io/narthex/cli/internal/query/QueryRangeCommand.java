// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.CommandFailure;
import io.narthex.spi.config.Durations;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Evaluates an expression at each step of a time range. */
@Command(
    name = "range",
    mixinStandardHelpOptions = true,
    description = "Evaluate an expression at each step of a time range.")
public final class QueryRangeCommand implements Callable<Integer> {

  private static final BigDecimal DEFAULT_RANGE = BigDecimal.valueOf(300);
  private static final BigDecimal DEFAULT_STEPS = BigDecimal.valueOf(250);

  private final PrintStream out;
  private final PrintStream err;

  @ParentCommand private @Nullable QueryCommand query;

  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "Start, RFC 3339 or seconds since the epoch. Default: five minutes before the end.")
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

  /** Prints results to a stream, and warnings to another. */
  public QueryRangeCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    BigDecimal to = end.isEmpty() ? Form.now() : Form.seconds(end);
    BigDecimal from = start.isEmpty() ? to.subtract(DEFAULT_RANGE) : Form.seconds(start);
    if (from.compareTo(to) >= 0) {
      throw new CommandFailure("start time is not before end time");
    }
    List<String> form = evaluation.form();
    Form.add(form, "start", from);
    Form.add(form, "end", to);
    form.addAll(List.of("step", step.isEmpty() ? fit(to.subtract(from)) : checked(step)));
    new QueryOutput(query, out, err).value(evaluation.client().post("/api/v1/query_range", form));
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

  private static String fit(BigDecimal range) {
    BigDecimal whole = range.divide(DEFAULT_STEPS, 0, RoundingMode.FLOOR);
    return whole.max(BigDecimal.ONE).toPlainString();
  }
}
