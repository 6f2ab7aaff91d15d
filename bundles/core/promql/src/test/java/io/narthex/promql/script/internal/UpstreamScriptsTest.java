// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.script.internal.ScriptCommand.Eval;
import io.narthex.promql.script.internal.ScriptCommand.Load;
import io.narthex.spi.model.Label;
import io.narthex.spi.model.Matcher;
import io.narthex.spi.storage.SelectRequest;
import io.narthex.spi.storage.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Reads all of upstream's scripts and loads all their series. */
class UpstreamScriptsTest {

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

  @Test
  void allScriptsAreRead() throws Exception {
    List<ScriptCommand> commands = new ArrayList<>();
    for (Path script : scripts()) {
      commands.addAll(ScriptParser.parse(Files.readString(script)));
    }
    assertThat(commands).filteredOn(Eval.class::isInstance).hasSize(2214);
    assertThat(commands).filteredOn(c -> c instanceof Eval eval && eval.range()).hasSize(329);
    assertThat(commands).filteredOn(Load.class::isInstance).hasSize(310);
    assertThat(commands)
        .filteredOn(c -> c instanceof Load load && load.withCustomBuckets())
        .hasSize(33);
    assertThat(commands).filteredOn(ScriptCommand.Clear.class::isInstance).hasSize(231);
  }

  @Test
  void allSeriesAreLoaded() throws Exception {
    for (Path script : scripts()) {
      MemoryStorage storage = new MemoryStorage();
      for (ScriptCommand command : ScriptParser.parse(Files.readString(script))) {
        switch (command) {
          case ScriptCommand.Clear clear -> storage = new MemoryStorage();
          case Load load ->
              assertThat(new Loader(storage).load(load))
                  .as("%s:%d", script.getFileName(), load.line())
                  .isNull();
          case Eval eval -> assertThat(eval.expression()).isNotBlank();
        }
      }
      List<Matcher> all = List.of(new Matcher(Label.METRIC_NAME, Matcher.Type.REGEX, ".*"));
      try (Selection selection = storage.select(new SelectRequest(all, 0, Long.MAX_VALUE))) {
        assertThat(selection.warnings()).isEmpty();
      }
    }
  }
}
