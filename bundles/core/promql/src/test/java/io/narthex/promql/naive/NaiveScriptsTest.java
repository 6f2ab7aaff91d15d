// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.naive;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.script.CaseResult;
import io.narthex.promql.script.ScriptReport;
import io.narthex.promql.script.ScriptRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Upstream's scripts through the interpreter: what it is trusted for. */
class NaiveScriptsTest {

  @Test
  void passesUpstreamsScripts() throws IOException {
    String shared = System.getProperty("narthex.shared", "");
    Path folder = Path.of(shared, "conformance", "promqltest");
    Assumptions.assumeTrue(
        !shared.isEmpty() && Files.isDirectory(folder),
        "upstream's scripts are missing: " + folder + " (system property narthex.shared)");
    ScriptRunner runner = new ScriptRunner(new NaiveTarget());
    List<CaseResult> failures = new ArrayList<>();
    int passed = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
        ScriptReport report = runner.run(file.getFileName().toString(), Files.readString(file));
        passed += report.passed();
        failures.addAll(report.failures());
      }
    }
    assertThat(failures).as("%d passed", passed).isEmpty();
  }
}
