// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import io.narthex.promql.internal.engine.EngineScriptTarget;
import io.narthex.promql.script.CaseResult;
import io.narthex.promql.script.ScriptReport;
import io.narthex.promql.script.ScriptRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs scripts of upstream's test language against the query engine: a line a script, one for each
 * case that failed, and at the end how many did.
 */
@Command(
    name = "promql",
    mixinStandardHelpOptions = true,
    description = "Run scripts of Prometheus' PromQL test language (*.test).")
public final class TestPromqlCommand implements Callable<Integer> {

  private final PrintStream out;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|FILE",
      description = "Scripts, and folders whose *.test files are run.")
  private List<Path> paths = List.of();

  /** Prints to a stream. */
  public TestPromqlCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    ScriptRunner runner = new ScriptRunner(new EngineScriptTarget());
    int passed = 0;
    int failed = 0;
    for (Path file : files()) {
      ScriptReport report;
      try {
        report = runner.run(file);
      } catch (IOException e) {
        throw new CommandFailure(file + " cannot be read: " + e, e);
      }
      passed += report.passed();
      failed += report.failed();
      out.println(file + ": " + report.passed() + " passed, " + report.failed() + " failed");
      for (CaseResult failure : report.failures()) {
        out.println("  " + failure);
      }
    }
    out.println(passed + " passed, " + failed + " failed");
    return failed == 0 ? 0 : 1;
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try (Stream<Path> inside = Files.list(path)) {
        List<Path> scripts = inside.filter(p -> p.toString().endsWith(".test")).sorted().toList();
        if (scripts.isEmpty()) {
          throw new CommandFailure(path + " holds no *.test file");
        }
        files.addAll(scripts);
      } catch (IOException e) {
        throw new CommandFailure(path + " cannot be listed: " + e, e);
      }
    }
    return files;
  }
}
