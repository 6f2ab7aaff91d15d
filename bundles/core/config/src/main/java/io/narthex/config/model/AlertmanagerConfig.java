// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.ConfigNode;
import io.narthex.config.Inline;
import io.narthex.config.InvalidKeyException;
import io.narthex.config.KeySuffix;
import io.narthex.config.relabel.RelabelRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of alert managers.
 *
 * @param http the HTTP client's settings
 * @param sigv4 AWS signing, or null
 * @param scheme http or https
 * @param pathPrefix what stands before the API's path
 * @param timeout of one push, default 10s
 * @param apiVersion v2
 * @param staticConfigs alert managers that are written out
 * @param discoveries entries of {@code <type>_sd_configs} by type
 * @param relabelConfigs what becomes of these alert managers
 * @param alertRelabelConfigs what becomes of alerts sent to them
 */
public record AlertmanagerConfig(
    @Inline HttpClientConfig http,
    @Nullable SigV4Config sigv4,
    String scheme,
    String pathPrefix,
    Duration timeout,
    String apiVersion,
    List<StaticConfig> staticConfigs,
    @KeySuffix("_sd_configs") Map<String, List<ConfigNode>> discoveries,
    List<RelabelRule> relabelConfigs,
    List<RelabelRule> alertRelabelConfigs) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public AlertmanagerConfig {
    http = http.withHttp2(true);
    scheme = scheme == null || scheme.isEmpty() ? "http" : scheme;
    pathPrefix = pathPrefix == null ? "" : pathPrefix;
    timeout = Defaults.positive(timeout, Duration.ofSeconds(10));
    apiVersion = apiVersion == null ? "v2" : apiVersion;
    staticConfigs = Defaults.list(staticConfigs);
    discoveries = Defaults.map(discoveries);
    relabelConfigs = Defaults.list(relabelConfigs);
    alertRelabelConfigs = Defaults.list(alertRelabelConfigs);
    if (!apiVersion.equals("v2")) {
      throw new InvalidKeyException(
          "api_version",
          "expected Alertmanager api version to be one of [v2] but got " + apiVersion);
    }
    if (sigv4 != null
        && (http.basicAuth() != null || http.authorization() != null || http.oauth2() != null)) {
      throw new InvalidKeyException(
          "sigv4", "at most one of basic_auth, authorization, oauth2, & sigv4 must be configured");
    }
    if (relabelConfigs.isEmpty()) {
      StaticConfig.checkAddresses(staticConfigs);
    }
  }
}
