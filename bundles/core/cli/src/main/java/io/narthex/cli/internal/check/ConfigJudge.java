// SPDX-License-Identifier: Apache-2.0
package io.narthex.cli.internal.check;

import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.PlacedText;
import io.narthex.config.model.AlertmanagerConfig;
import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.PrometheusConfig;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.StaticConfig;
import io.narthex.config.relabel.Relabeler;
import io.narthex.scrape.internal.TargetCheck;
import io.narthex.spi.config.Durations;
import io.narthex.spi.discovery.TargetGroup;
import io.narthex.spi.model.Labels;
import io.narthex.spi.model.LabelsBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a configuration that is good in itself refers to: rule files that are named in
 * full, files with credentials, certificates and keys, and addresses of targets after relabelling.
 */
final class ConfigJudge {

  private final Path file;
  private final PrometheusConfig config;
  private final ConfigPlaces places;
  private final DiscoveryPlugins plugins;
  private final List<ConfigException> faults = new ArrayList<>();

  private ConfigJudge(
      Path file, PrometheusConfig config, ConfigPlaces places, DiscoveryPlugins plugins) {
    this.file = file;
    this.config = config;
    this.places = places;
    this.plugins = plugins;
  }

  /** Returns the faults in what a configuration refers to. */
  static List<ConfigException> faults(
      Path file, PrometheusConfig config, ConfigPlaces places, DiscoveryPlugins plugins) {
    ConfigJudge judge = new ConfigJudge(file, config, places, plugins);
    judge.checkRuleFiles();
    config.scrapeConfigs().forEach(judge::checkJob);
    judge.checkAlertmanagers();
    return judge.faults;
  }

  /** Returns the faults in the entries of discoveries alone. */
  static List<ConfigException> discoveryFaults(
      Path file, PrometheusConfig config, ConfigPlaces places, DiscoveryPlugins plugins) {
    ConfigJudge judge = new ConfigJudge(file, config, places, plugins);
    config.scrapeConfigs().forEach(job -> judge.discovered(job.discoveries()));
    config.alerting().alertmanagers().forEach(each -> judge.discovered(each.discoveries()));
    return judge.faults;
  }

  /** Returns the jobs whose series go stale between two scrapes, in sentences. */
  static List<String> longIntervals(PrometheusConfig config, Duration lookback) {
    return config.scrapeConfigs().stream()
        .filter(job -> job.scrapeInterval().compareTo(lookback) >= 0)
        .map(
            job ->
                "too long scrape interval found, data point will be marked as stale - job: %s,"
                        .formatted(job.jobName())
                    + " interval: "
                    + Durations.format(job.scrapeInterval()))
        .toList();
  }

  private void checkRuleFiles() {
    for (PlacedText pattern : places.ruleFiles()) {
      Path path = file.toAbsolutePath().resolveSibling(pattern.text());
      if (!pattern.text().contains("*") && !Files.isReadable(path)) {
        faults.add(
            pattern.fault(
                "\""
                    + path
                    + "\" does not point to an existing file; create it or correct the"
                    + " path"));
      }
    }
  }

  private void checkJob(ScrapeConfig job) {
    for (String problem : missingFiles(job.http())) {
      faults.add(places.jobFault(file, job.jobName(), problem));
    }
    List<TargetGroup> targets = new ArrayList<>(groups(job.staticConfigs()));
    targets.addAll(discovered(job.discoveries()));
    for (String problem : TargetCheck.failures(job, targets)) {
      faults.add(places.jobFault(file, job.jobName(), problem));
    }
  }

  /** Binds the entries of discoveries, and returns the targets that lie on this machine. */
  private List<TargetGroup> discovered(Map<String, List<ConfigNode>> discoveries) {
    List<TargetGroup> targets = new ArrayList<>();
    discoveries.forEach(
        (type, entries) -> {
          for (ConfigNode entry : entries) {
            try {
              targets.addAll(plugins.targets(type, entry));
            } catch (ConfigException e) {
              faults.add(e);
            }
          }
        });
    return targets;
  }

  private static List<String> missingFiles(HttpClientConfig http) {
    List<String> problems = new ArrayList<>();
    if (http.authorization() != null) {
      missing("authorization credentials or bearer token", http.authorization().credentialsFile())
          .ifPresent(problems::add);
    }
    missing("client cert", http.tlsConfig().certFile()).ifPresent(problems::add);
    missing("client key", http.tlsConfig().keyFile()).ifPresent(problems::add);
    return problems;
  }

  private static Optional<String> missing(String what, @Nullable Path path) {
    return path == null || Files.exists(path)
        ? Optional.empty()
        : Optional.of(
            "the %s file \"%s\" does not exist; create it or correct the path"
                .formatted(what, path));
  }

  private void checkAlertmanagers() {
    List<AlertmanagerConfig> alertmanagers = config.alerting().alertmanagers();
    for (int i = 0; i < alertmanagers.size(); i++) {
      AlertmanagerConfig alertmanager = alertmanagers.get(i);
      Relabeler relabeler =
          new Relabeler(
              alertmanager.relabelConfigs(), config.global().metricNameValidationScheme());
      List<TargetGroup> targets = new ArrayList<>(groups(alertmanager.staticConfigs()));
      targets.addAll(discovered(alertmanager.discoveries()));
      for (TargetGroup group : targets) {
        for (Labels target : group.targets()) {
          LabelsBuilder builder = group.labels().toBuilder();
          builder.set("__scheme__", alertmanager.scheme());
          builder.set("__alerts_path__", alertmanager.pathPrefix() + "/api/v2/alerts");
          target.forEach(label -> builder.set(label.name(), label.value()));
          if (relabeler.apply(builder) && builder.get("__address__").contains("/")) {
            faults.add(
                places
                    .alertmanagers()
                    .get(i)
                    .fault(
                        "\"%s\" is not a valid hostname; give host:port only"
                            .formatted(builder.get("__address__"))));
          }
        }
      }
    }
  }

  private static List<TargetGroup> groups(List<StaticConfig> configs) {
    List<TargetGroup> groups = new ArrayList<>();
    for (StaticConfig group : configs) {
      List<Labels> targets =
          group.targets().stream().map(address -> Labels.of("__address__", address)).toList();
      groups.add(
          new TargetGroup(String.valueOf(groups.size()), targets, Labels.of(group.labels())));
    }
    return groups;
  }
}
