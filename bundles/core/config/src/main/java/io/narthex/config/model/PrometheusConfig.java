// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole {@code prometheus.yml}.
 *
 * @param global what jobs inherit
 * @param runtime settings of the process
 * @param alerting where alerts go
 * @param ruleFiles patterns of rule files, resolved against the file's folder
 * @param scrapeConfigFiles patterns of included files, resolved against the file's folder
 * @param scrapeConfigs the jobs, those of included files too; names are unique
 * @param storage settings of the storage
 * @param tracing where traces go, or null
 * @param remoteWrite where samples are sent
 * @param remoteRead where samples are read
 * @param otlp how OpenTelemetry metrics are translated
 */
public record PrometheusConfig(
    GlobalConfig global,
    RuntimeConfig runtime,
    AlertingConfig alerting,
    List<Path> ruleFiles,
    List<Path> scrapeConfigFiles,
    List<ScrapeConfig> scrapeConfigs,
    StorageConfig storage,
    @Nullable TracingConfig tracing,
    List<RemoteWriteConfig> remoteWrite,
    List<RemoteReadConfig> remoteRead,
    OtlpConfig otlp) {

  public PrometheusConfig {
    ruleFiles = List.copyOf(ruleFiles);
    scrapeConfigFiles = List.copyOf(scrapeConfigFiles);
    scrapeConfigs = List.copyOf(scrapeConfigs);
    remoteWrite = List.copyOf(remoteWrite);
    remoteRead = List.copyOf(remoteRead);
  }

  /** Returns the same with other jobs. */
  public PrometheusConfig withScrapeConfigs(List<ScrapeConfig> jobs) {
    return new PrometheusConfig(
        global,
        runtime,
        alerting,
        ruleFiles,
        scrapeConfigFiles,
        jobs,
        storage,
        tracing,
        remoteWrite,
        remoteRead,
        otlp);
  }
}
