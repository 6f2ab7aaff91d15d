// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Mixin private EvaluationOptions evaluation = new EvaluationOptions();

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "Evaluation time, RFC 3339 or seconds since the epoch. Default: now.")
  private String time = "";

  /** Prints results to a stream, and warnings to another. */
  public QueryInstantCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    List<String> form = evaluation.form();
    if (!time.isEmpty()) {
      Form.add(form, "time", Form.seconds(time));
    }
    new QueryOutput(query, out, err).value(evaluation.client().post("/api/v1/query", form));
    return 0;
  }
}
