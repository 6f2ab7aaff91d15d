// SPDX-License-Identifier: Apache-2.0
package io.narthex.scrape.internal.http;

import io.narthex.config.model.HttpClientConfig;
import io.narthex.config.model.TlsConfig;
import io.narthex.scrape.internal.append.ScrapeException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients of all jobs: jobs with the same settings share one, with its connections. Safe
 * for several threads.
 */
public final class HttpClients implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(1);

  private final Map<HttpClientConfig, HttpClient> clients = new HashMap<>();
  private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Returns the client for some settings.
   *
   * @throws ScrapeException when they cannot be used
   */
  public synchronized HttpClient client(HttpClientConfig config) throws ScrapeException {
    HttpClient known = clients.get(config);
    if (known != null) {
      return known;
    }
    String unserved = unserved(config);
    if (unserved != null) {
      throw new ScrapeException(
          ScrapeException.Kind.TARGET, unserved + " is not served by this version");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .executor(executor)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(
                Boolean.FALSE.equals(config.followRedirects())
                    ? HttpClient.Redirect.NEVER
                    : HttpClient.Redirect.NORMAL);
    URI proxy = config.proxyUrl();
    if (proxy != null) {
      builder.proxy(
          ProxySelector.of(
              new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort())));
    }
    if (!config.tlsConfig().equals(TlsConfig.NONE)) {
      try {
        builder.sslContext(TlsContexts.context(config.tlsConfig()));
      } catch (IOException e) {
        throw new ScrapeException(ScrapeException.Kind.TARGET, "tls_config: " + e.getMessage(), e);
      }
      builder.sslParameters(TlsContexts.parameters(config.tlsConfig()));
    }
    HttpClient made = builder.build();
    clients.put(config, made);
    return made;
  }

  /** Closes the clients that no job uses any more. */
  public void retain(Set<HttpClientConfig> used) {
    Map<HttpClientConfig, HttpClient> unused = new HashMap<>();
    synchronized (this) {
      clients.forEach(
          (config, client) -> {
            if (!used.contains(config)) {
              unused.put(config, client);
            }
          });
      clients.keySet().removeAll(unused.keySet());
    }
    // Requests under way end by themselves; a shutdown does not wait for them.
    unused.values().forEach(HttpClient::shutdown);
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }

  /** Returns a setting that this version checks but cannot follow, or null. */
  private static @Nullable String unserved(HttpClientConfig config) {
    if (config.oauth2() != null) {
      return "oauth2";
    }
    if (config.proxyFromEnvironment()) {
      return "proxy_from_environment";
    }
    if (config.noProxy() != null && !config.noProxy().isEmpty()) {
      return "no_proxy";
    }
    if (!config.proxyConnectHeader().isEmpty()) {
      return "proxy_connect_header";
    }
    URI proxy = config.proxyUrl();
    if (proxy != null && (!"http".equals(proxy.getScheme()) || proxy.getHost() == null)) {
      return "a proxy_url other than http://host:port";
    }
    TlsConfig tls = config.tlsConfig();
    if (tls.serverName() != null && !tls.insecureSkipVerify()) {
      return "tls_config.server_name";
    }
    boolean refs =
        tls.caRef() != null
            || tls.certRef() != null
            || tls.keyRef() != null
            || (config.basicAuth() != null
                && (config.basicAuth().usernameRef() != null
                    || config.basicAuth().passwordRef() != null))
            || (config.authorization() != null && config.authorization().credentialsRef() != null);
    return refs ? "a key that ends in _ref" : null;
  }
}
