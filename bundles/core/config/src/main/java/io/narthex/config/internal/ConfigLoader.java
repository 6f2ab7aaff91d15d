// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigBinder;
import io.narthex.config.ConfigException;
import io.narthex.config.ConfigNode;
import io.narthex.config.Configuration;
import io.narthex.config.InvalidKeyException;
import io.narthex.config.model.AlertingConfig;
import io.narthex.config.model.AlertmanagerConfig;
import io.narthex.config.model.GlobalConfig;
import io.narthex.config.model.OtlpConfig;
import io.narthex.config.model.PrometheusConfig;
import io.narthex.config.model.RemoteReadConfig;
import io.narthex.config.model.RemoteWriteConfig;
import io.narthex.config.model.RuntimeConfig;
import io.narthex.config.model.ScrapeConfig;
import io.narthex.config.model.StorageConfig;
import io.narthex.config.model.ValidationScheme;
import io.narthex.config.relabel.RelabelRule;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a {@code prometheus.yml} with what it includes, and checks it whole. */
public final class ConfigLoader {

  private final UnaryOperator<@Nullable String> environment;
  private final InstantSource clock;
  private final boolean protobufFirst;

  /**
   * Makes a loader with the defaults that no feature changes.
   *
   * @param environment the value of an environment variable, or null
   * @param clock tells when a file was loaded
   */
  public ConfigLoader(UnaryOperator<@Nullable String> environment, InstantSource clock) {
    this(environment, clock, false);
  }

  /**
   * Makes a loader.
   *
   * @param environment the value of an environment variable, or null
   * @param clock tells when a file was loaded
   * @param protobufFirst whether jobs that do not say otherwise ask for protobuf first
   */
  public ConfigLoader(
      UnaryOperator<@Nullable String> environment, InstantSource clock, boolean protobufFirst) {
    this.environment = environment;
    this.clock = clock;
    this.protobufFirst = protobufFirst;
  }

  /** Reads a file. */
  public Configuration load(Path file) throws ConfigException {
    String text = ConfigBinder.readText(file);
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    YamlNode root = YamlSource.parse(file.toString(), text, folder);
    PrometheusFile raw = new RecordBinder().bind(PrometheusFile.class, root);
    FileHash hash = new FileHash();
    hash.add(file, text);

    GlobalConfig global = raw.global();
    if (global == null) {
      global =
          new RecordBinder().bind(GlobalConfig.class, YamlSource.empty(file.toString(), folder));
    }
    global =
        global.withExternalLabels(new ExternalLabels(environment).expand(global.externalLabels()));

    List<Path> ruleFiles = patterns(root, "rule_files", "rule file", raw.ruleFiles(), folder);
    List<Path> includes =
        patterns(
            root, "scrape_config_files", "scrape config file", raw.scrapeConfigFiles(), folder);
    Jobs jobs = new Jobs(global, protobufFirst);
    jobs.add("main config file", raw.scrapeConfigs());
    List<ScrapeConfig> ownJobs = List.copyOf(jobs.configs);
    for (Map.Entry<Path, String> included : hash.addMatches(includes)) {
      Path path = included.getKey();
      Path includedFolder =
          Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
      YamlNode node = YamlSource.parse(path.toString(), included.getValue(), includedFolder);
      jobs.add(
          path.toString(), new RecordBinder().bind(ScrapeConfigsFile.class, node).scrapeConfigs());
    }
    hash.addMatches(ruleFiles);

    AlertingConfig alerting = raw.alerting() == null ? AlertingConfig.NONE : raw.alerting();
    checkAlerting(root, alerting, global.metricNameValidationScheme());
    List<RemoteWriteConfig> remoteWrite = orEmpty(raw.remoteWrite());
    List<RemoteReadConfig> remoteRead = orEmpty(raw.remoteRead());
    checkRemotes(root, remoteWrite, remoteRead, global.metricNameValidationScheme());
    OtlpConfig otlp = raw.otlp() == null ? OtlpConfig.DEFAULT : raw.otlp();
    if (otlp.needsUtf8() && global.metricNameValidationScheme() == ValidationScheme.LEGACY) {
      throw fault(
          root,
          "otlp",
          "OTLP translation strategy \""
              + otlp.translationStrategy()
              + "\" is not allowed when UTF8 is disabled");
    }
    PrometheusConfig config =
        new PrometheusConfig(
            global,
            raw.runtime() == null ? new RuntimeConfig(null) : raw.runtime(),
            alerting,
            ruleFiles,
            includes,
            jobs.configs,
            raw.storage() == null ? StorageConfig.DEFAULT : raw.storage(),
            raw.tracing(),
            remoteWrite,
            remoteRead,
            otlp);
    PrometheusConfig own = config.withScrapeConfigs(ownJobs);
    return new Configuration(
        config, () -> ConfigWriter.write(own), file, clock.instant(), hash.hex());
  }

  /** Collects the jobs of the main file and of included ones. */
  private static final class Jobs {

    private final GlobalConfig global;
    private final boolean protobufFirst;
    private final List<ScrapeConfig> configs = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>();

    Jobs(GlobalConfig global, boolean protobufFirst) {
      this.global = global;
      this.protobufFirst = protobufFirst;
    }

    void add(String file, @Nullable List<ConfigNode> nodes) throws ConfigException {
      for (ConfigNode item : orEmpty(nodes)) {
        YamlNode node = ((BoundNode) item).node();
        boolean ownValidation =
            node instanceof YamlNode.Mapping mapping
                && mapping.get("metric_name_validation_scheme") instanceof YamlNode.Scalar given
                && !given.isNull()
                && !given.text().isEmpty();
        ScrapeConfig config =
            new RecordBinder()
                .bind(
                    ScrapeConfig.class,
                    node,
                    new ScrapeDefaults(global, ownValidation, protobufFirst));
        String first = files.putIfAbsent(config.jobName(), file);
        if (first != null) {
          throw fault(
              node,
              "job_name",
              "found multiple scrape configs with job name \""
                  + config.jobName()
                  + "\", first found in "
                  + first
                  + "; rename one");
        }
        ValidationScheme scheme = config.metricNameValidationScheme();
        checkRules(node, "relabel_configs", config.relabelConfigs(), scheme);
        checkRules(node, "metric_relabel_configs", config.metricRelabelConfigs(), scheme);
        configs.add(config);
      }
    }
  }

  private static List<Path> patterns(
      YamlNode root, String key, String what, @Nullable List<String> patterns, Path folder)
      throws ConfigException {
    List<Path> out = new ArrayList<>();
    for (String pattern : orEmpty(patterns)) {
      if (!Globs.isValid(pattern)) {
        throw fault(
            root,
            key,
            "invalid "
                + what
                + " path \""
                + pattern
                + "\"; * may stand in the last part of the path only");
      }
      out.add(folder.resolve(pattern));
    }
    return out;
  }

  private static void checkAlerting(YamlNode root, AlertingConfig alerting, ValidationScheme scheme)
      throws ConfigException {
    YamlNode section = child(root, "alerting");
    checkRules(section, "alert_relabel_configs", alerting.alertRelabelConfigs(), scheme);
    YamlNode list = child(section, "alertmanagers");
    for (int i = 0; i < alerting.alertmanagers().size(); i++) {
      AlertmanagerConfig alertmanager = alerting.alertmanagers().get(i);
      YamlNode node = item(list, i);
      checkRules(node, "relabel_configs", alertmanager.relabelConfigs(), scheme);
      checkRules(node, "alert_relabel_configs", alertmanager.alertRelabelConfigs(), scheme);
    }
  }

  private static void checkRemotes(
      YamlNode root,
      List<RemoteWriteConfig> writes,
      List<RemoteReadConfig> reads,
      ValidationScheme scheme)
      throws ConfigException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < writes.size(); i++) {
      YamlNode node = item(child(root, "remote_write"), i);
      RemoteWriteConfig write = writes.get(i);
      if (!write.name().isEmpty() && !names.add(write.name())) {
        throw fault(
            node,
            "name",
            "found multiple remote write configs with job name \"" + write.name() + "\"");
      }
      checkRules(node, "write_relabel_configs", write.writeRelabelConfigs(), scheme);
    }
    names.clear();
    for (int i = 0; i < reads.size(); i++) {
      String name = reads.get(i).name();
      if (!name.isEmpty() && !names.add(name)) {
        throw fault(
            item(child(root, "remote_read"), i),
            "name",
            "found multiple remote read configs with job name \"" + name + "\"");
      }
    }
  }

  private static void checkRules(
      YamlNode parent, String key, List<RelabelRule> rules, ValidationScheme scheme)
      throws ConfigException {
    for (int i = 0; i < rules.size(); i++) {
      try {
        rules.get(i).checkNames(scheme);
      } catch (InvalidKeyException e) {
        throw fault(item(child(parent, key), i), e.key(), String.valueOf(e.getMessage()));
      }
    }
  }

  private static YamlNode child(YamlNode node, String key) {
    YamlNode child = node instanceof YamlNode.Mapping mapping ? mapping.get(key) : null;
    return child == null ? node : child;
  }

  private static YamlNode item(YamlNode node, int index) {
    return node instanceof YamlNode.Sequence list && index < list.items().size()
        ? list.items().get(index)
        : node;
  }

  private static ConfigException fault(YamlNode node, String key, String problem) {
    return child(node, key).position().fault(problem);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
