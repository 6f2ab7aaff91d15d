// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.internal;

import io.narthex.config.ConfigNode;
import io.narthex.config.model.AlertingConfig;
import io.narthex.config.model.GlobalConfig;
import io.narthex.config.model.OtlpConfig;
import io.narthex.config.model.RemoteReadConfig;
import io.narthex.config.model.RemoteWriteConfig;
import io.narthex.config.model.RuntimeConfig;
import io.narthex.config.model.StorageConfig;
import io.narthex.config.model.TracingConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The main file as it stands, before jobs inherit and included files are read. */
record PrometheusFile(
    @Nullable GlobalConfig global,
    @Nullable RuntimeConfig runtime,
    @Nullable AlertingConfig alerting,
    @Nullable List<String> ruleFiles,
    @Nullable List<String> scrapeConfigFiles,
    @Nullable List<ConfigNode> scrapeConfigs,
    @Nullable StorageConfig storage,
    @Nullable TracingConfig tracing,
    @Nullable List<RemoteWriteConfig> remoteWrite,
    @Nullable List<RemoteReadConfig> remoteRead,
    @Nullable OtlpConfig otlp) {}
