// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.internal.execution.WorkerPool;
import io.narthex.promql.script.CaseResult;
import io.narthex.promql.script.ScriptReport;
import io.narthex.promql.script.ScriptRunner;
import io.narthex.promql.script.ScriptTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Upstream's scripts, every case of them, and our own, which goes through the language by rows. */
class ConformanceTest {

  private static final int CASES = 2214;

  private static List<Path> scripts() throws IOException {
    String shared = System.getProperty("narthex.shared", "");
    Path folder = Path.of(shared, "conformance", "promqltest");
    Assumptions.assumeTrue(
        !shared.isEmpty() && Files.isDirectory(folder),
        "upstream's scripts are missing: " + folder + " (system property narthex.shared)");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }

  private static void run(ScriptTarget target) throws IOException {
    List<CaseResult> failures = new ArrayList<>();
    int passed = 0;
    for (Path script : scripts()) {
      ScriptReport report = new ScriptRunner(target).run(script);
      passed += report.passed();
      failures.addAll(report.failures());
    }
    assertThat(failures).as("%d passed, %d failed", passed, failures.size()).isEmpty();
    assertThat(passed).isEqualTo(CASES);
  }

  @Test
  void passesOurOwnScript() throws Exception {
    String script = OwnScript.text();
    ScriptReport report = new ScriptRunner(new EngineScriptTarget()).run(OwnScript.NAME, script);
    assertThat(report.failures()).isEmpty();
    assertThat(report.passed()).isGreaterThan(300);
  }

  @Test
  void passesAllScripts() throws Exception {
    run(new EngineScriptTarget());
  }

  @Test
  void passesAllScriptsWithHelpers() throws Exception {
    try (ExecutorService helpers = Executors.newFixedThreadPool(3)) {
      run(new EngineScriptTarget(new WorkerPool(helpers, 3)));
    }
  }
}
