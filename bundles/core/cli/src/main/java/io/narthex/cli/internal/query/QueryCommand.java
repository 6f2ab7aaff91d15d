// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.query;

import io.narthex.cli.internal.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands that ask a server, and the form in which they print. */
@Command
public final class QueryCommand extends CommandGroup {

  /** Forms of output. */
  enum Format {
    promql,
    json
  }

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "promql",
      scope = ScopeType.INHERIT,
      description = "Form of the output: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format = Format.promql;

  /** The group, without its commands. */
  public QueryCommand() {
    super("query", "Ask a running server.");
  }

  Format format() {
    return format;
  }
}
