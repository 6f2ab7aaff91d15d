// SPDX-License-Identifier: Apache-2.0
package io.narthex.config.model;

import io.narthex.config.InvalidKeyException;
import io.narthex.spi.config.Key;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an HTTP client, which stand inline in the sections that call out.
 *
 * @param basicAuth user and password, or null
 * @param authorization the Authorization header's type and credentials, or null
 * @param oauth2 how to obtain a token, or null
 * @param bearerToken the older way to give a token, or null
 * @param bearerTokenFile the older way to name a token's file, or null
 * @param tlsConfig certificates and versions
 * @param followRedirects default true
 * @param enableHttp2 whether HTTP/2 is used over TLS, or null for the section's default
 * @param proxyUrl a proxy, or null
 * @param noProxy hosts that are called directly, or null
 * @param proxyFromEnvironment whether HTTP_PROXY and its relatives count
 * @param proxyConnectHeader headers for the proxy's CONNECT
 * @param httpHeaders further headers of each request
 */
public record HttpClientConfig(
    @Nullable BasicAuth basicAuth,
    @Nullable Authorization authorization,
    @Nullable OAuth2 oauth2,
    @Nullable Secret bearerToken,
    @Nullable Path bearerTokenFile,
    TlsConfig tlsConfig,
    @Nullable Boolean followRedirects,
    @Key("enable_http2") @Nullable Boolean enableHttp2,
    @Nullable URI proxyUrl,
    @Nullable String noProxy,
    boolean proxyFromEnvironment,
    Map<String, List<Secret>> proxyConnectHeader,
    Map<String, HttpHeader> httpHeaders) {

  @SuppressWarnings("NullAway") // the binder hands over null for what is absent
  public HttpClientConfig {
    tlsConfig = tlsConfig == null ? TlsConfig.NONE : tlsConfig;
    followRedirects = followRedirects == null || followRedirects;
    proxyConnectHeader = Defaults.map(proxyConnectHeader);
    httpHeaders = Defaults.map(httpHeaders);
    boolean bearer = bearerToken != null || bearerTokenFile != null;
    if (bearerToken != null && bearerTokenFile != null) {
      throw new InvalidKeyException(
          "bearer_token", "at most one of bearer_token & bearer_token_file must be configured");
    }
    if ((basicAuth != null || oauth2 != null) && bearer) {
      throw new InvalidKeyException(
          basicAuth != null ? "basic_auth" : "oauth2",
          "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured");
    }
    if (authorization != null && bearer) {
      throw new InvalidKeyException(
          "authorization",
          "authorization is not compatible with bearer_token & bearer_token_file; keep one");
    }
    int ways = (basicAuth == null ? 0 : 1) + (oauth2 == null ? 0 : 1);
    if (ways + (authorization == null ? 0 : 1) > 1) {
      throw new InvalidKeyException(
          basicAuth != null ? "basic_auth" : "oauth2",
          "at most one of basic_auth, oauth2 & authorization must be configured");
    }
    checkProxy(proxyUrl, noProxy, proxyFromEnvironment, proxyConnectHeader);
    for (String header : httpHeaders.keySet()) {
      if (Defaults.isReserved(header)) {
        throw new InvalidKeyException(
            "http_headers",
            "setting header \"" + header + "\" is not allowed; it is set by other keys");
      }
    }
  }

  /** Returns the same with the section's default for HTTP/2 where nothing was said of it. */
  HttpClientConfig withHttp2(boolean enabled) {
    return enableHttp2 != null
        ? this
        : new HttpClientConfig(
            basicAuth,
            authorization,
            oauth2,
            bearerToken,
            bearerTokenFile,
            tlsConfig,
            followRedirects,
            enabled,
            proxyUrl,
            noProxy,
            proxyFromEnvironment,
            proxyConnectHeader,
            httpHeaders);
  }

  static void checkProxy(
      @Nullable URI proxyUrl,
      @Nullable String noProxy,
      boolean fromEnvironment,
      Map<String, List<Secret>> connectHeader) {
    boolean hasNoProxy = noProxy != null && !noProxy.isEmpty();
    if (fromEnvironment && proxyUrl != null) {
      throw new InvalidKeyException(
          "proxy_from_environment",
          "if proxy_from_environment is configured, proxy_url must not be configured");
    }
    if (fromEnvironment && hasNoProxy) {
      throw new InvalidKeyException(
          "no_proxy", "if proxy_from_environment is configured, no_proxy must not be configured");
    }
    if (proxyUrl == null && hasNoProxy) {
      throw new InvalidKeyException(
          "no_proxy", "if no_proxy is configured, proxy_url must also be configured");
    }
    if (!connectHeader.isEmpty() && !fromEnvironment && proxyUrl == null) {
      throw new InvalidKeyException(
          "proxy_connect_header",
          "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also"
              + " be configured");
    }
  }

  /** Names the kind only: the URLs in it may hold passwords. */
  @Override
  public String toString() {
    return "HttpClientConfig";
  }
}
