// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.cli.internal.CommandFailure;
import io.narthex.config.model.ValidationScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks rule files. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "Check rule files, or what comes on the standard input.")
public final class CheckRulesCommand implements Callable<Integer> {

  private final InputStream in;
  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files to check.")
  private List<Path> files = List.of();

  @Option(
      names = "--lint",
      paramLabel = "LIST",
      defaultValue = "duplicate-rules",
      description = "What to find beyond faults: " + RuleLint.OPTIONS + ".")
  private String lint = "";

  @Option(names = "--lint-fatal", description = "End with status 3 when lint found something.")
  private boolean lintFatal;

  @Option(names = "--ignore-unknown-fields", description = "Pass over keys that no rule has.")
  private boolean ignoreUnknownFields;

  @Option(
      names = "--enable-feature",
      split = ",",
      paramLabel = "NAME",
      description = "Features of the query language, by Prometheus' names.")
  private Set<String> features = Set.of();

  /** Reads and prints by streams. */
  public CheckRulesCommand(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() {
    Verdicts verdicts = new Verdicts(out, lintFatal);
    RuleFileJudge judge =
        new RuleFileJudge(
            ValidationScheme.UTF8,
            ignoreUnknownFields,
            features,
            RuleLint.parse(lint, spec),
            verdicts);
    files.forEach(judge::judge);
    if (files.isEmpty()) {
      try {
        judge.judge("standard input", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new CommandFailure("the standard input cannot be read: " + e, e);
      }
    }
    return verdicts.status();
  }
}
