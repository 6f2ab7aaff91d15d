// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tracing} section.
 *
 * @param clientType grpc (the default) or http
 * @param endpoint host and port of the collector
 * @param samplingFraction the share of traces that is kept
 * @param insecure whether TLS is left out
 * @param tlsConfig certificates and versions
 * @param headers further headers
 * @param compression gzip, or empty
 * @param timeout of one export, default 10s
 */
public record TracingConfig(
    String clientType,
    @Nullable String endpoint,
    double samplingFraction,
    boolean insecure,
    TlsConfig tlsConfig,
    Map<String, String> headers,
    String compression,
    Duration timeout) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public TracingConfig {
    clientType = clientType == null ? "grpc" : clientType;
    tlsConfig = tlsConfig == null ? TlsConfig.NONE : tlsConfig;
    headers = Defaults.map(headers);
    compression = compression == null ? "" : compression;
    timeout = Defaults.positive(timeout, Duration.ofSeconds(10));
    if (!clientType.equals("grpc") && !clientType.equals("http")) {
      throw new InvalidKeyException(
          "client_type", "expected tracing client type to be http or grpc, but got " + clientType);
    }
    Defaults.checkHeaders(
        headers, "custom authorization header configuration is not yet supported");
    if (endpoint == null || endpoint.isEmpty()) {
      throw new InvalidKeyException("endpoint", "tracing endpoint must be set");
    }
    if (!compression.isEmpty() && !compression.equals("gzip")) {
      throw new InvalidKeyException(
          "compression",
          "invalid compression type " + compression + " provided, valid options: gzip");
    }
  }
}
