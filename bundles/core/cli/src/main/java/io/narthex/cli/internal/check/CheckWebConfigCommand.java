// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigException;
import io.narthex.config.web.ListenerKeySource;
import io.narthex.config.web.TlsServerConfig;
import io.narthex.config.web.WebConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
        checkKeys(file, WebConfig.read(file).tlsServerConfig());
        verdicts.success(file.toString());
      } catch (ConfigException e) {
        verdicts.failure(file.toString(), List.of(e));
      }
    }
    return verdicts.status();
  }

  private static void checkKeys(Path file, TlsServerConfig tls) throws ConfigException {
    if (!tls.enabled()) {
      return;
    }
    try {
      new ListenerKeySource(tls).read();
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(file.toString(), 0, 0, "tls_server_config: " + e.getMessage());
    }
  }
}
