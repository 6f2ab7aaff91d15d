// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.cli.internal.CommandFailure;
import io.narthex.config.ConfigException;
import io.narthex.config.Configuration;
import io.narthex.config.RuleFilePaths;
import io.narthex.config.internal.ConfigLoader;
import io.narthex.config.internal.Globs;
import io.narthex.spi.config.Durations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks configuration files by the server's own loader, and the rule files that they name. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Check prometheus.yml files with what they name.")
public final class CheckConfigCommand implements Callable<Integer> {

  private final PrintStream out;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
  private List<Path> files = List.of();

  @Option(
      names = "--syntax-only",
      description = "Look at the files themselves, not at the files that they name.")
  private boolean syntaxOnly;

  @Option(
      names = "--lint",
      paramLabel = "LIST",
      defaultValue = "duplicate-rules",
      description = "What to find beyond faults: " + RuleLint.OPTIONS + ".")
  private String lint = "";

  @Option(names = "--lint-fatal", description = "End with status 3 when lint found something.")
  private boolean lintFatal;

  @Option(
      names = "--ignore-unknown-fields",
      description = "Pass over keys in rule files that no rule has.")
  private boolean ignoreUnknownFields;

  @Option(names = "--agent", description = "Refuse what Prometheus' agent mode does not allow.")
  private boolean agent;

  @Option(
      names = "--query.lookback-delta",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "The server's look-back, from which on a scrape interval is too long.")
  private String lookback = "";

  @Option(
      names = "--storage.engine",
      paramLabel = "TYPE",
      defaultValue = "local",
      description = "The server's storage engine plug-in, which takes storage.engine.")
  private String engine = "";

  @Option(
      names = "--enable-feature",
      split = ",",
      paramLabel = "NAME",
      description = "Features of the query language, by Prometheus' names.")
  private Set<String> features = Set.of();

  /** Prints to a stream. */
  public CheckConfigCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Verdicts verdicts = new Verdicts(out, lintFatal);
    RuleLint rules = RuleLint.parse(lint, spec);
    try (DiscoveryPlugins plugins = new DiscoveryPlugins(!syntaxOnly);
        EngineOptions options = new EngineOptions(engine)) {
      for (Path file : files) {
        check(file, rules, plugins, options, verdicts);
      }
    } catch (IOException e) {
      throw new CommandFailure("the plug-ins cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--query.lookback-delta: " + e.getMessage(), e);
    }
    return verdicts.status();
  }

  private void check(
      Path file,
      RuleLint rules,
      DiscoveryPlugins plugins,
      EngineOptions options,
      Verdicts verdicts) {
    String name = file.toString();
    Configuration loaded;
    List<Path> ruleFiles;
    List<ConfigException> faults;
    try {
      loaded = new ConfigLoader(System::getenv, InstantSource.system()).load(file);
      List<ConfigException> forbidden =
          agent ? AgentSections.faults(file, loaded.config()) : List.of();
      if (!forbidden.isEmpty()) {
        verdicts.failure(name, forbidden);
        return;
      }
      options.check(loaded.config().storage());
      ruleFiles = syntaxOnly ? List.of() : RuleFilePaths.of(loaded.config());
      ConfigPlaces places = ConfigPlaces.of(file, included(loaded));
      faults =
          syntaxOnly
              ? ConfigJudge.discoveryFaults(file, loaded.config(), places, plugins)
              : ConfigJudge.faults(file, loaded.config(), places, plugins);
    } catch (ConfigException e) {
      List<ConfigException> all = new ArrayList<>(DiscoveryEntries.faults(file, plugins));
      all.add(e);
      verdicts.failure(name, all);
      return;
    }
    List<String> findings =
        rules.longIntervals() && !syntaxOnly
            ? ConfigJudge.longIntervals(loaded.config(), Durations.parse(lookback))
            : List.of();
    if (!faults.isEmpty()) {
      verdicts.failure(name, faults);
    } else if (!findings.isEmpty()) {
      verdicts.lint(name, findings);
    } else {
      int jobs = loaded.config().scrapeConfigs().size();
      verdicts.success(name, jobs + (jobs == 1 ? " job" : " jobs"));
    }
    RuleFileJudge judge =
        new RuleFileJudge(
            loaded.config().global().metricNameValidationScheme(),
            ignoreUnknownFields,
            features,
            rules,
            verdicts);
    ruleFiles.forEach(judge::judge);
  }

  private static List<Path> included(Configuration loaded) throws ConfigException {
    List<Path> out = new ArrayList<>();
    for (Path pattern : loaded.config().scrapeConfigFiles()) {
      out.addAll(Globs.matches(pattern));
    }
    return out;
  }
}
