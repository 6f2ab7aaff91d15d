// SPDX-License-Identifier: Apache-2.0
package io.narthex.rules.internal;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigService;
import io.narthex.config.Configuration;
import io.narthex.config.ConfigurationCheck;
import io.narthex.config.RuleFilePaths;
import io.narthex.process.ServerProcess;
import io.narthex.promql.QueryText;
import io.narthex.rules.file.RuleFileException;
import io.narthex.rules.file.RuleFileReader;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Reads the rule files of each configuration before it is put in force. At the start the
 * configuration is in force already, so a broken rule file ends the process, as every other fault
 * of the configuration does.
 */
@Component(immediate = true)
public final class RuleFilesCheck implements ConfigurationCheck {

  private final QueryText queries;

  /** Checks what was loaded at the start. */
  @Activate
  public RuleFilesCheck(
      @Reference QueryText queries,
      @Reference ConfigService configuration,
      @Reference ServerProcess process) {
    this.queries = queries;
    try {
      check(configuration.current());
    } catch (ConfigException e) {
      process.misconfigured(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void check(Configuration configuration) throws ConfigException {
    RuleFileReader reader =
        new RuleFileReader(
            configuration.config().global().metricNameValidationScheme(),
            queries::selectors,
            false);
    for (Path file : RuleFilePaths.of(configuration.config())) {
      try {
        reader.read(file);
      } catch (RuleFileException e) {
        throw e.faults().getFirst();
      }
    }
  }
}
