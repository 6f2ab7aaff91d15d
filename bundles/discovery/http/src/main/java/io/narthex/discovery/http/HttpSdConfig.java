// SPDX-License-Identifier: Apache-2.0
package io.narthex.discovery.http;

import io.narthex.spi.config.Doc;
import io.narthex.spi.config.Key;
import io.narthex.spi.config.Required;
import io.narthex.spi.config.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code http_sd_configs}.
 *
 * @param url what is asked, http or https
 * @param refreshInterval default 60s; a request may take as long
 * @param basicAuth user and password, or null
 * @param authorization the Authorization header, or null
 * @param bearerToken the older way to give a token, or null
 * @param bearerTokenFile the older way to name a token's file, or null
 * @param tlsConfig certificates and versions
 * @param followRedirects default true
 * @param enableHttp2 whether HTTP/2 is used over TLS, default true
 * @param httpHeaders further headers of each request
 */
@Doc("Asks a URL for targets.")
public record HttpSdConfig(
    @Doc("The URL that answers with target groups in JSON.") @Required URI url,
    @Doc("How often the URL is asked; default 60s.") Duration refreshInterval,
    @Doc("User and password.") @Nullable BasicAuth basicAuth,
    @Doc("The Authorization header.") @Nullable Authorization authorization,
    @Doc("The older way to give a token.") @Nullable Secret bearerToken,
    @Doc("The older way to name a token's file.") @Nullable Path bearerTokenFile,
    @Doc("Certificates and versions of TLS.") TlsConfig tlsConfig,
    @Doc("Whether redirects are followed, though never from https to http; default true.")
        Boolean followRedirects,
    @Doc("Whether HTTP/2 is used over TLS; default true.") @Key("enable_http2") Boolean enableHttp2,
    @Doc("Further headers of each request.") Map<String, HeaderValues> httpHeaders) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  /** Headers that other settings or the protocol set. */
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "accept-encoding",
          "content-encoding",
          "content-type",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "user-agent",
          "www-authenticate");

  /** Puts the defaults in place and checks. */
  public HttpSdConfig(
      @Nullable URI url,
      @Nullable Duration refreshInterval,
      @Nullable BasicAuth basicAuth,
      @Nullable Authorization authorization,
      @Nullable Secret bearerToken,
      @Nullable Path bearerTokenFile,
      @Nullable TlsConfig tlsConfig,
      @Nullable Boolean followRedirects,
      @Nullable Boolean enableHttp2,
      @Nullable Map<String, HeaderValues> httpHeaders) {
    if (url == null) {
      throw new IllegalArgumentException(
          "URL is missing; give one, for instance http://localhost:8080/targets");
    }
    String scheme = url.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException(
          "URL scheme must be 'http' or 'https', for instance http://localhost:8080/targets");
    }
    if (url.getHost() == null && url.getAuthority() != null) {
      throw new IllegalArgumentException(
          "host is not valid in URL; it is a name of letters, digits, hyphens and dots, or an"
              + " address");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException(
          "host is missing in URL; write it like http://localhost:8080/targets");
    }
    OneOf.check("bearer_token", bearerToken, "bearer_token_file", bearerTokenFile);
    long ways =
        Stream.of(basicAuth, authorization, bearerToken != null ? bearerToken : bearerTokenFile)
            .filter(Objects::nonNull)
            .count();
    if (ways > 1) {
      throw new IllegalArgumentException(
          "at most one of basic_auth, authorization, bearer_token & bearer_token_file must be"
              + " configured; keep one");
    }
    this.url = url;
    this.refreshInterval = refreshInterval == null ? DEFAULT_INTERVAL : refreshInterval;
    this.basicAuth = basicAuth;
    this.authorization = authorization;
    this.bearerToken = bearerToken;
    this.bearerTokenFile = bearerTokenFile;
    this.tlsConfig = tlsConfig == null ? TlsConfig.NONE : tlsConfig;
    this.followRedirects = followRedirects == null || followRedirects;
    this.enableHttp2 = enableHttp2 == null || enableHttp2;
    this.httpHeaders = httpHeaders == null ? Map.of() : Map.copyOf(httpHeaders);
    if (!this.refreshInterval.isPositive()) {
      throw new IllegalArgumentException("refresh_interval must be more than 0, for instance 60s");
    }
    this.httpHeaders.keySet().forEach(HttpSdConfig::checkHeader);
  }

  private static void checkHeader(String name) {
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "setting header \"" + name + "\" is not allowed; it is set by other keys");
    }
    try {
      HttpRequest.newBuilder().header(name, "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("setting header \"" + name + "\" is not allowed", e);
    }
  }
}
