// SPDX-License-Identifier: Apache-2.0
package io.narthex.promql.script;

import io.narthex.promql.script.internal.ScriptCommand;
import io.narthex.promql.script.internal.ScriptParser;
import io.narthex.promql.script.internal.ScriptRun;
import io.narthex.promql.script.internal.ScriptSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs scripts. Safe for several threads when the target is; each script has a storage of its own.
 *
 * <p>Beside what a script says, each instant {@code eval} is run again with its selectors fixed by
 * {@code @} at other evaluation times, and each of these as a range query of three steps whose
 * middle one must agree, as upstream's runner does.
 */
public final class ScriptRunner {

  private final ScriptTarget target;
  private final ScriptSettings settings;

  /** Runs against a target with the switches that upstream's scripts assume. */
  public ScriptRunner(ScriptTarget target) {
    this(target, ScriptSettings.UPSTREAM);
  }

  /** Runs against a target with other switches. */
  public ScriptRunner(ScriptTarget target, ScriptSettings settings) {
    this.target = target;
    this.settings = settings;
  }

  /**
   * Runs a script file.
   *
   * @throws IOException when it cannot be read
   */
  public ScriptReport run(Path file) throws IOException {
    return run(file.toString(), Files.readString(file));
  }

  /**
   * Runs a script.
   *
   * @param name what results name as the file
   * @param text the script
   * @return a result for each {@code eval}; a script that does not follow the language is not run
   *     and has one failed result that says where and why
   */
  public ScriptReport run(String name, String text) {
    List<ScriptCommand> commands;
    try {
      commands = ScriptParser.parse(text);
    } catch (ScriptSyntaxException e) {
      String line = text.lines().skip(e.line() - 1L).findFirst().orElse("").strip();
      return new ScriptReport(
          name,
          List.of(
              new CaseResult(
                  name, e.line(), line, false, "a script of the test language", reason(e))));
    }
    return new ScriptReport(name, new ScriptRun(name, target, settings).run(commands));
  }

  private static String reason(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
