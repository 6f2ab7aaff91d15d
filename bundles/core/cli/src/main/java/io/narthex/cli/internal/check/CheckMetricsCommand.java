// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.cli.internal.CommandFailure;
import io.narthex.config.ConfigException;
import io.narthex.exposition.ExpositionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks exposed metrics in the text format, and tells which metrics have the most series. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    description = "Check metrics in the text format, of files or of the standard input.")
public final class CheckMetricsCommand implements Callable<Integer> {

  private final InputStream in;
  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files to check.")
  private List<Path> files = List.of();

  @Option(
      names = "--lint",
      paramLabel = "all|none",
      defaultValue = "all",
      description = "Whether to look for names and types against the conventions.")
  private String lint = "";

  @Option(names = "--extended", description = "Print how many series each metric has.")
  private boolean extended;

  /** Reads and prints by streams. */
  public CheckMetricsCommand(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (!lint.equals("all") && !lint.equals("none")) {
      throw new ParameterException(
          spec.commandLine(), "--lint: unknown option \"" + lint + "\"; known are all, none");
    }
    if (!extended && lint.equals("none")) {
      throw new CommandFailure(
          "at least one of --extended or linting must be enabled; use --extended for cardinality"
              + " analysis, or remove --lint=none");
    }
    Verdicts verdicts = new Verdicts(out, true);
    for (Path file : files) {
      try {
        judge(file.toString(), Files.readAllBytes(file), verdicts);
      } catch (IOException e) {
        verdicts.failure(
            file.toString(),
            List.of(new ConfigException(file.toString(), 0, 0, "cannot be read: " + e)));
      }
    }
    if (files.isEmpty()) {
      try {
        judge("standard input", in.readAllBytes(), verdicts);
      } catch (IOException e) {
        throw new CommandFailure("the standard input cannot be read: " + e, e);
      }
    }
    return verdicts.status();
  }

  private void judge(String name, byte[] body, Verdicts verdicts) {
    List<MetricFamily> families;
    try {
      families = MetricFamily.read(body);
    } catch (ExpositionException e) {
      verdicts.failure(name, List.of(new ConfigException(name, e.line(), e.column(), e.problem())));
      return;
    }
    if (extended) {
      printCardinality(families);
    }
    List<String> findings =
        lint.equals("none")
            ? List.of()
            : families.stream()
                .flatMap(
                    family ->
                        MetricLint.problems(family).stream()
                            .map(problem -> family.name() + ": " + problem))
                .toList();
    if (findings.isEmpty()) {
      verdicts.success(name);
    } else {
      verdicts.lint(name, findings);
    }
  }

  private void printCardinality(List<MetricFamily> families) {
    int total = families.stream().mapToInt(MetricFamily::cardinality).sum();
    int width =
        Math.max(6, families.stream().mapToInt(family -> family.name().length()).max().orElse(0));
    String row = "%-" + (width + 4) + "s%-15s%s%n";
    out.printf(row, "Metric", "Cardinality", "Percentage");
    families.stream()
        .sorted((a, b) -> Integer.compare(b.cardinality(), a.cardinality()))
        .forEach(
            family ->
                out.printf(
                    row,
                    family.name(),
                    family.cardinality(),
                    String.format(Locale.ROOT, "%.2f%%", 100.0 * family.cardinality() / total)));
    out.printf(row, "Total", total, "100%");
  }
}
