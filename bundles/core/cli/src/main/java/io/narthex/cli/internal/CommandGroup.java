// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command that only leads to others; without one of them it names them. */
@Command
public class CommandGroup implements Runnable {

  private final CommandSpec spec;

  /** A group. */
  public CommandGroup(String name, String description) {
    spec = CommandSpec.forAnnotatedObject(this).name(name);
    spec.usageMessage().description(description);
    spec.mixinStandardHelpOptions(true);
  }

  /** Returns what picocli makes a command of. */
  public final CommandSpec spec() {
    return spec;
  }

  @Override
  public final void run() {
    throw new ParameterException(
        spec.commandLine(),
        spec.qualifiedName()
            + " needs a command: "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
