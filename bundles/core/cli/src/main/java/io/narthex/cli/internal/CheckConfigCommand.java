// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.Configuration;
import io.narthex.config.internal.ConfigLoader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks configuration files by the server's own loader. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Check prometheus.yml files with what they include.")
public final class CheckConfigCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
  private List<Path> files = List.of();

  /** Prints good files to one stream, faults to the other. */
  public CheckConfigCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    ConfigLoader loader = new ConfigLoader(System::getenv, InstantSource.system());
    int status = 0;
    for (Path file : files) {
      try {
        Configuration configuration = loader.load(file);
        int jobs = configuration.config().scrapeConfigs().size();
        out.println(file + ": valid, " + jobs + (jobs == 1 ? " job" : " jobs"));
      } catch (ConfigException e) {
        err.println(e.getMessage());
        status = 1;
      }
    }
    return status;
  }
}
