// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli;

import io.narthex.cli.internal.CommandFailure;
import io.narthex.cli.internal.CommandGroup;
import io.narthex.cli.internal.PluginListCommand;
import io.narthex.cli.internal.TestPromqlCommand;
import io.narthex.cli.internal.check.CheckConfigCommand;
import io.narthex.cli.internal.check.CheckMetricsCommand;
import io.narthex.cli.internal.check.CheckRulesCommand;
import io.narthex.cli.internal.check.CheckWebConfigCommand;
import io.narthex.cli.internal.query.QueryAnalyzeCommand;
import io.narthex.cli.internal.query.QueryCommand;
import io.narthex.cli.internal.query.QueryInstantCommand;
import io.narthex.cli.internal.query.QueryLabelsCommand;
import io.narthex.cli.internal.query.QueryRangeCommand;
import io.narthex.cli.internal.query.QuerySeriesCommand;
import io.narthex.cli.internal.tsdb.TsdbAnalyzeCommand;
import io.narthex.cli.internal.tsdb.TsdbExportCommand;
import io.narthex.cli.internal.tsdb.TsdbImportCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Runs one command. */
public final class Cli {

  /** All went well. */
  public static final int OK = 0;

  /** What was checked is wrong, or the command could not do its work. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  private Cli() {}

  /**
   * Runs one command.
   *
   * @param arguments the command's name and its arguments, for instance {@code check config FILE}
   * @param out where results go
   * @param err where errors go, one line each
   * @return the exit status: {@link #OK}, {@link #FAILED} or {@link #USAGE}
   */
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    CommandLine line =
        new CommandLine(group("narthex", "The Prometheus ecosystem in one process: commands."))
            .addSubcommand(
                "check",
                new CommandLine(group("check", "Check files."))
                    .addSubcommand("config", new CheckConfigCommand(out))
                    .addSubcommand("rules", new CheckRulesCommand(System.in, out))
                    .addSubcommand("web-config", new CheckWebConfigCommand(out))
                    .addSubcommand("metrics", new CheckMetricsCommand(System.in, out)))
            .addSubcommand(
                "plugin",
                new CommandLine(group("plugin", "Look at the plug-ins of a running server."))
                    .addSubcommand("list", new PluginListCommand(out)))
            .addSubcommand(
                "query",
                new CommandLine(new QueryCommand().spec())
                    .addSubcommand("instant", new QueryInstantCommand(out, err))
                    .addSubcommand("range", new QueryRangeCommand(out, err))
                    .addSubcommand("series", new QuerySeriesCommand(out, err))
                    .addSubcommand("labels", new QueryLabelsCommand(out, err))
                    .addSubcommand("analyze", new QueryAnalyzeCommand(out)))
            .addSubcommand(
                "test",
                new CommandLine(group("test", "Run tests."))
                    .addSubcommand("promql", new TestPromqlCommand(out)))
            .addSubcommand(
                "tsdb",
                new CommandLine(group("tsdb", "Work on the data of a server that does not run."))
                    .addSubcommand("import", new TsdbImportCommand(out))
                    .addSubcommand("export", new TsdbExportCommand(out))
                    .addSubcommand("analyze", new TsdbAnalyzeCommand(out)));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setParameterExceptionHandler(Cli::usage);
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          if (failure instanceof CommandFailure) {
            command.getErr().println("narthex: " + failure.getMessage());
            return FAILED;
          }
          throw failure;
        });
    return line.execute(arguments);
  }

  private static CommandSpec group(String name, String description) {
    return new CommandGroup(name, description).spec();
  }

  private static int usage(ParameterException e, String[] arguments) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .println(
            "narthex: "
                + (end < 0 ? message : message.substring(0, end))
                + "; see "
                + command.getCommandSpec().qualifiedName()
                + " --help");
    return USAGE;
  }
}
