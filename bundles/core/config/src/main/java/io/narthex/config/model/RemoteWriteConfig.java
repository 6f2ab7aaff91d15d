// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.Inline;
import io.narthex.config.InvalidKeyException;
import io.narthex.config.relabel.RelabelRule;
import io.narthex.spi.config.Key;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code remote_write}.
 *
 * @param url the receiver
 * @param remoteTimeout of one request, default 30s
 * @param headers further headers
 * @param writeRelabelConfigs what becomes of samples before they are sent
 * @param name a name for metrics and logs, unique, or empty
 * @param sendExemplars whether exemplars are sent
 * @param sendNativeHistograms whether native histograms are sent
 * @param roundRobinDns whether a random address of the host is used
 * @param protobufMessage prometheus.WriteRequest or io.prometheus.write.v2.Request
 * @param failedRequestLogging whether failed requests are logged
 * @param http the HTTP client's settings
 * @param queueConfig batching and retries
 * @param metadataConfig sending of metadata
 * @param sigv4 AWS signing, or null
 * @param azuread Azure's tokens, or null
 * @param googleIam Google's tokens, or null
 */
public record RemoteWriteConfig(
    @Nullable URI url,
    Duration remoteTimeout,
    Map<String, String> headers,
    List<RelabelRule> writeRelabelConfigs,
    String name,
    boolean sendExemplars,
    boolean sendNativeHistograms,
    @Key("round_robin_dns") boolean roundRobinDns,
    String protobufMessage,
    boolean failedRequestLogging,
    @Inline HttpClientConfig http,
    QueueConfig queueConfig,
    MetadataConfig metadataConfig,
    @Nullable SigV4Config sigv4,
    @Nullable AzureAdConfig azuread,
    @Nullable GoogleIamConfig googleIam) {

  private static final Set<String> MESSAGES =
      Set.of("prometheus.WriteRequest", "io.prometheus.write.v2.Request");

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public RemoteWriteConfig {
    http = http.withHttp2(false);
    if (url == null) {
      throw new InvalidKeyException("url", "url for remote_write is empty");
    }
    remoteTimeout = Defaults.positive(remoteTimeout, Duration.ofSeconds(30));
    headers = Defaults.map(headers);
    writeRelabelConfigs = Defaults.list(writeRelabelConfigs);
    name = name == null ? "" : name;
    protobufMessage =
        protobufMessage == null || protobufMessage.isEmpty()
            ? "prometheus.WriteRequest"
            : protobufMessage;
    queueConfig = queueConfig == null ? QueueConfig.DEFAULT : queueConfig;
    metadataConfig = metadataConfig == null ? MetadataConfig.DEFAULT : metadataConfig;
    Defaults.checkHeaders(
        headers,
        "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4,"
            + " azuread or google_iam parameter");
    if (!MESSAGES.contains(protobufMessage)) {
      throw new InvalidKeyException(
          "protobuf_message",
          "invalid protobuf_message value: unknown type for remote write protobuf message "
              + protobufMessage
              + ", supported: prometheus.WriteRequest, io.prometheus.write.v2.Request");
    }
    List<String> ways = new ArrayList<>();
    addWhenSet(ways, "basic_auth", http.basicAuth());
    addWhenSet(ways, "authorization", http.authorization());
    addWhenSet(ways, "oauth2", http.oauth2());
    addWhenSet(ways, "sigv4", sigv4);
    addWhenSet(ways, "azuread", azuread);
    addWhenSet(ways, "google_iam", googleIam);
    if (ways.size() > 1) {
      throw new InvalidKeyException(
          ways.getLast(),
          "at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must be"
              + " configured. Currently configured: "
              + ways);
    }
  }

  private static void addWhenSet(List<String> ways, String key, @Nullable Object value) {
    if (value != null) {
      ways.add(key);
    }
  }
}
