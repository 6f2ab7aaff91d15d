// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigException;
import io.narthex.config.web.WebConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks web configuration files with the certificates and keys that they name. */
@Command(
    name = "web-config",
    mixinStandardHelpOptions = true,
    description = "Check web configuration files: TLS, users, headers.")
public final class CheckWebConfigCommand implements Callable<Integer> {

  private final PrintStream out;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
  private List<Path> files = List.of();

  /** Prints to a stream. */
  public CheckWebConfigCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Verdicts verdicts = new Verdicts(out, false);
    for (Path file : files) {
      try {
        KeyMaterial.check(file, WebConfig.read(file).tlsServerConfig());
        verdicts.success(file.toString());
      } catch (ConfigException e) {
        verdicts.failure(file.toString(), List.of(e));
      }
    }
    return verdicts.status();
  }
}
